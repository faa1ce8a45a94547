using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CohortSubgroupTests
{
    private const string Header = "patient_id,age,crp,Sex,scanner,site,label";

    private static string Row(int i) =>
        $"p{i:00},{(i == 3 ? "NA" : 20 + i)},{i}.5,{(i % 2 == 0 ? "male" : "Female")},{(i % 3 == 0 ? "1.5T" : "3T")},{(i % 2 == 0 ? "north" : "south")},{(i % 4 == 0 ? 1 : 0)}";

    [Fact]
    public void Sex_age_center_and_scanner_are_found_by_name_even_where_they_are_no_features()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        var specification = made.Specification with { Cohort = made.Specification.Cohort with { Center = "site", Exclude = ["scanner"] } };
        var table = Table(made, specification);
        Assert.Equal(["age", "Sex", "scanner", "site"], table.Columns.Select(column => column.Name));
        Assert.Equal(["under 30", "30 to under 45", "45 and over"], table.Columns[0].Levels);
        Assert.Equal((-1, 0, 1, 2), (Level(table, "age", 3), Level(table, "age", 9), Level(table, "age", 10), Level(table, "age", 25)));
        Assert.Equal(["Female", "Male"], table.Columns[1].Levels); // spelled one way
        Assert.Equal((1, 0), (Level(table, "Sex", 2), Level(table, "Sex", 1)));
        Assert.Equal(["1.5T", "3T"], table.Columns[2].Levels);
        Assert.Equal(["north", "south"], table.Columns[3].Levels);
    }

    [Fact]
    public void A_specification_says_which_columns_and_bands_or_none()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        var crp = Table(made, With(made, new SubgroupOptions("crp", [10]), new SubgroupOptions("scanner", [])));
        Assert.Equal(["crp", "scanner"], crp.Columns.Select(column => column.Name));
        Assert.Equal(["under 10", "10 and over"], crp.Columns[0].Levels);
        Assert.Empty(Table(made, With(made)).Columns);
    }

    [Fact]
    public void A_column_that_is_not_there_or_makes_no_groups_is_refused()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        Assert.Contains("there is no column 'sx', which evaluation.subgroups names. Did you mean 'Sex'?",
            made.Refusal(With(made, new SubgroupOptions("sx", []))));
        made.WriteRows(i => Row(i).Replace($",{i}.5,", i == 7 ? ",high," : $",{i}.5,", StringComparison.Ordinal), Header);
        var specification = With(made, new SubgroupOptions("crp", [10]));
        specification = specification with { Cohort = specification.Cohort with { Columns = specification.Cohort.Columns.Add("crp", "categorical") } };
        Assert.Contains("row 7 (line 8), column 'crp': 'high' is not a number, and evaluation.subgroups gives bands", made.Refusal(specification));
        made.WriteRows(i => string.Join(',', Row(i).Split(',').Select((cell, c) => c == 4 ? $"scanner {i % 40}" : cell)) + "\n" + Row(100 + i), Header);
        Assert.Contains("more than 50 are no groups. If they are numbers, give bands", made.Refusal(With(made, new SubgroupOptions("crp", []))));
        Assert.Contains("evaluation.subgroups names 'patient_id', the column of the patients' ids",
            made.Refusal(With(made, new SubgroupOptions("patient_id", []))));
    }

    private static RunSpecification With(MadeCohort made, params ImmutableArray<SubgroupOptions> groups) =>
        made.Specification with { Evaluation = new EvaluationOptions { Subgroups = groups } };

    private static SubgroupTable Table(MadeCohort made, RunSpecification specification)
    {
        made.Prepare(specification);
        return SubgroupTable.FromJson(File.ReadAllBytes(Path.Combine(made.Attempt, SubgroupTable.FileName)));
    }

    private static int Level(SubgroupTable table, string column, int patient) =>
        table.Columns.Single(one => one.Name == column).LevelOf[table.Patients.IndexOf($"p{patient:00}")];
}
