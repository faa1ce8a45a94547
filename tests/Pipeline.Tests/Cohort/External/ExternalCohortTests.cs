using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort.External;

public sealed class ExternalCohortTests : IDisposable
{
    private static readonly ImmutableArray<ClinicalColumn> Features =
    [
        new("CRP", ColumnKind.Numeric, []), new("HLA-B27", ColumnKind.Binary, ["Negative", "Positive"]),
        new("smoking", ColumnKind.Categorical, ["current", "former", "never"]),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_others_are_ignored()
    {
        var cohort = Prepare("smoking,zip code,patient_id,CRP,HLA-B27\nnever,1,b,3.5,positive\ncurrent,2,a,NA,NEGATIVE\n").Cohort;

        Assert.Equal(["a", "b"], cohort.Patients.Select(patient => patient.Id));
        Assert.Equal(Features.AsEnumerable(), cohort.Columns, (expected, found) => expected.Name == found.Name && expected.Levels.SequenceEqual(found.Levels));
        Assert.Equal([double.NaN, 3.5], cohort.Values[0]);
        Assert.Equal([0.0, 1.0], cohort.Values[1]);
        Assert.Equal([0.0, 2.0], cohort.Values[2]);
    }

    /// <summary>A model asks for other patients' scans by the rules by which it was trained, and what it does not read is told.</summary>
    [Fact]
    public void Scans_are_found_by_the_models_rules_and_what_is_left_out_is_told()
    {
        var table = _folder.File("clinical.csv", "patient_id\na\nb\nc\n");
        Directory.CreateDirectory(_folder["mri"]);
        foreach (var name in new[] { "a.nii", "b.NII", "C.nii", "notes.txt" })
            new MadeNifti { Voxels = MadeNifti.Int16s(Enumerable.Range(0, 60)) }.WriteTo(_folder["mri"], name);
        ExternalCohort By(int rules) => ExternalCohort.Prepare(
            new ExternalCohortOptions("c.yaml", "c", table, "patient_id", null, null, new MriFilesOptions(_folder["mri"])) { Rules = rules },
            [], new InputGeometry([4, 4, 4]), withLabels: false, _folder["workspace"], (_, _) => { });

        Assert.Equal(["a", "b"], By(RunRules.Second).Cohort.Scans.Select(scan => scan.PatientId));
        Assert.Equal(["a"], By(RunRules.First).Cohort.Scans.Select(scan => scan.PatientId));
        Assert.Contains(By(RunRules.First).Warnings, warning => warning.StartsWith("1 scans are left out, for the first rules", StringComparison.Ordinal));
        Assert.Contains(By(RunRules.Second).Warnings, warning => warning.Contains("upper and lower case", StringComparison.Ordinal));
        Assert.Contains(By(RunRules.Second).Warnings, warning => warning == "1 files are no scans by their endings and are left out ('.txt' (1)).");
    }

    [Fact]
    public void Every_missing_feature_is_named_with_what_it_should_hold()
    {
        var message = Refusal("patient_id,crp,smoking\na,1,never\n");
        Assert.Contains("2 features", message);
        Assert.Contains("'CRP' (a number) Did you mean 'crp'?", message);
        Assert.Contains("'HLA-B27' (one of Negative, Positive)", message);
        Assert.DoesNotContain("'smoking' (", message);
    }

    [Fact]
    public void An_unknown_answer_of_two_counts_as_missing_and_an_unknown_level_as_none_of_the_known_and_both_are_told()
    {
        var external = Prepare("patient_id,CRP,HLA-B27,smoking\na,1,borderline,vaping\nb,2,Positive,never\nc,3,borderline,pipe\nd,4,Negative,vaping\n");

        Assert.Equal([double.NaN, 1, double.NaN, 0], external.Cohort.Values[1]);
        Assert.Equal([3.0, 2, 4, 3], external.Cohort.Values[2]); // behind the three that the model knows
        Assert.Equal(["HLA-B27=borderline smoking=vaping", "", "HLA-B27=borderline smoking=pipe", "smoking=vaping"],
            external.UnknownAnswers.Select(answers => string.Join(' ', answers)));
        Assert.Matches(@"^row 3 \(line 4\) of \S+\.csv$", external.Places[2]);
        Assert.Contains(external.Warnings, warning => warning.Contains("1 of fewer than 5 rows each") && warning.Contains("count as missing"));
        Assert.Contains(external.Warnings, warning => warning.Contains("2 of fewer than 5 rows each") && warning.Contains("none of these"));
    }

    [Fact]
    public void A_text_among_numbers_is_refused_with_row_and_value()
    {
        var message = Refusal("patient_id,CRP,HLA-B27,smoking\na,1,Positive,never\nb,<0.5,Positive,never\n");
        Assert.Contains("row 2", message);
        Assert.Contains("'<0.5'", message);
        Assert.Contains("column 'CRP'", message);
    }

    [Fact]
    public void A_column_of_blanks_is_told_and_a_patient_without_any_value_too()
    {
        var external = Prepare("patient_id,CRP,HLA-B27,smoking\na,,Positive,never\nb,,,\n");
        Assert.Contains(external.Warnings, warning => warning.Contains("'CRP'") && warning.Contains("missing for everybody"));
        Assert.Contains(external.Warnings, warning => warning.StartsWith("1 patients have no clinical value at all", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_read_only_where_they_are_wanted()
    {
        const string table = "patient_id,CRP,HLA-B27,smoking,diagnosis\na,1,Positive,never,axSpA\nb,2,Negative,never,\n";
        Assert.All(Prepare(table, label: "label: { column: diagnosis, positive: [axSpA] }").Cohort.Patients, patient => Assert.False(patient.IsCase));
        Assert.Contains("is no label", Refusal(table, label: "label: { column: diagnosis, positive: [axSpA] }", withLabels: true));
        Assert.Contains("cohort.label", Refusal(table, withLabels: true));
        var labelled = Prepare(table.Replace("never,\n", "never,none\n"), label: "label: { column: diagnosis, positive: [axSpA] }", withLabels: true);
        Assert.Equal([true, false], labelled.Cohort.Patients.Select(patient => patient.IsCase));
    }

    [Fact]
    public void A_runs_own_file_describes_a_cohort_as_well()
    {
        Write("patient_id,CRP,HLA-B27,smoking,label\na,1,Positive,never,1\n");
        File.WriteAllText(_folder["cohort.yaml"],
            "name: a run\nrandomSeed: 3\ncohort: { clinical: clinical.csv, label: { column: label }, exclude: [x] }\nclinical: { epochs: 3 }\n");
        var options = ExternalCohortYaml.Read(_folder["cohort.yaml"]);
        Assert.Equal(("a run", _folder["clinical.csv"], "label"), (options.Name, options.Clinical, options.Label!.Column));
    }

    [Fact]
    public void A_mistyped_key_is_refused_with_its_line()
    {
        File.WriteAllText(_folder["cohort.yaml"], "cohort:\n  clinicl: clinical.csv\n");
        var message = Assert.Throws<SpecificationException>(() => ExternalCohortYaml.Read(_folder["cohort.yaml"])).Message;
        Assert.Contains("line 2", message);
        Assert.Contains("'clinical'", message);
    }

    private void Write(string table) => File.WriteAllText(_folder["clinical.csv"], table);

    private ExternalCohort Prepare(string table, string label = "", bool withLabels = false)
    {
        Write(table);
        File.WriteAllText(_folder["cohort.yaml"], $"cohort:\n  clinical: clinical.csv\n  {label}\n");
        return ExternalCohort.Prepare(ExternalCohortYaml.Read(_folder["cohort.yaml"]), Features, null, withLabels, _folder.Path, (_, _) => { });
    }

    private string Refusal(string table, string label = "", bool withLabels = false) =>
        Assert.ThrowsAny<RefusedInputException>(() => Prepare(table, label, withLabels)).Message;
}
