using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>The public table of rheumatic and autoimmune diseases, with the facts that its own analysis found.</summary>
public sealed class RealTableTests
{
    [Fact]
    public void Its_columns_types_and_gaps_are_read_as_they_are()
    {
        using var made = new MadeCohort();
        var cohort = made.Prepare(Specification());

        Assert.Equal(12_085, cohort.Patients.Length);
        Assert.Equal(2_127, cohort.Patients.Count(patient => patient.IsCase));
        Assert.Equal(
            ["Age", "Gender", "ESR", "CRP", "RF", "Anti-CCP", "HLA-B27", "ANA", "Anti-Ro", "Anti-La", "Anti-dsDNA", "Anti-Sm", "C3", "C4"],
            cohort.Columns.Select(column => column.Name));
        Assert.Equal(7, cohort.Columns.Count(column => column.Kind == ColumnKind.Numeric));
        Assert.All(cohort.Columns.Where(column => column.Kind != ColumnKind.Numeric), column => Assert.Equal(ColumnKind.Binary, column.Kind));
        Assert.Equal(["Negative", "Positive"], Column(cohort, "HLA-B27").Schema.Levels);
        Assert.Equal(6_231, Column(cohort, "HLA-B27").Values.Count(value => value == 1));
        Assert.Equal(3_920, Column(cohort, "HLA-B27").Values.Count(value => value == 0));
        Assert.Equal(6_151, Column(cohort, "Gender").Values.Count(value => value == 1));
        Assert.Equal(0, Column(cohort, "Age").Values.Count(double.IsNaN));
        Assert.Equal((20.0, 80.0), (Column(cohort, "Age").Values.Min(), Column(cohort, "Age").Values.Max()));
        foreach (var (name, percent) in new[] { ("ESR", 9), ("CRP", 20), ("RF", 11), ("Anti-CCP", 27), ("HLA-B27", 16), ("ANA", 31), ("Anti-Sm", 43),
            ("C3", 14), ("C4", 17) })
            Assert.Equal(percent, Math.Round(100.0 * Column(cohort, name).Values.Count(double.IsNaN) / 12_085));
        Assert.Equal(452, Enumerable.Range(0, 12_085).Count(i => cohort.Values.All(column => !double.IsNaN(column[i]))));
        Assert.StartsWith("Controls are all whose 'Disease' is not among the positive values: ", Assert.Single(made.Warnings));
    }

    [Fact]
    public void Its_split_keeps_the_prevalence()
    {
        using var made = new MadeCohort();
        var cohort = made.Prepare(Specification());
        foreach (var set in cohort.Patients.GroupBy(patient => patient.Set))
            Assert.Equal(0.1760, set.Average(patient => patient.IsCase ? 1.0 : 0), 3e-4);
        Assert.Equal(8_459, cohort.Patients.Count(patient => patient.Set == PatientSet.Train), 1.0);
    }

    [Fact]
    public void A_diagnosis_that_never_occurs_is_refused_with_those_that_do()
    {
        using var made = new MadeCohort();
        var spec = Specification();
        var message = made.Refusal(spec with { Cohort = spec.Cohort with { Label = new LabelOptions("Disease", ["Ankylosing Spondilitis"]) } });
        Assert.Contains("'Ankylosing Spondilitis' of cohort.label.positive never occurs in column 'Disease'. Did you mean 'Ankylosing Spondylitis'?", message);
        Assert.Contains("Sjögren's Syndrome", message);
    }

    private static RunSpecification Specification() => new()
    {
        Name = "real",
        Cohort = new CohortOptions
        {
            Clinical = SharedImages.Data("rheumatic_autoimmune_disease.csv"),
            PatientId = "row",
            Label = new LabelOptions("Disease", ["Ankylosing Spondylitis"]),
        },
    };

    private static (ClinicalColumn Schema, double[] Values) Column(PreparedCohort cohort, string name)
    {
        var index = cohort.Columns.Select(column => column.Name).ToList().IndexOf(name);
        return (cohort.Columns[index], cohort.Values[index]);
    }
}
