using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>Levels that few have do not leave by name; texts that nearly everybody has alone are no feature.</summary>
public sealed class RareLevelTests
{
    private static RunSpecification Keeping(MadeCohort made, int least) =>
        made.Specification with { Cohort = made.Specification.Cohort with { RareLevels = least } };

    [Theory]
    [InlineData(40)]
    [InlineData(32)]
    [InlineData(25)]
    [InlineData(22)]
    public void A_column_of_names_is_no_feature_whatever_their_number(int surnames)
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,Meier{i % surnames}x,{(i % 4 == 0 ? 1 : 0)}");
        var cohort = made.Prepare();
        Assert.DoesNotContain(cohort.Columns, column => column.Name == "stage");
        Assert.Contains(made.Warnings,
            warning => warning.Contains($"Column 'stage' is no feature: it has {surnames} different texts", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(made.Attempt), file => File.ReadAllText(file).Contains("Meier", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_fewer_than_five_patients_have_stands_in_any_file_of_a_cohort() => Gen.Int[0, 12].Array[40].Sample(drawn =>
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,Level{drawn[i - 1]}x,{(i % 4 == 0 ? 1 : 0)}");
        made.Prepare(made.Specification with
        { Cohort = made.Specification.Cohort with { Columns = ImmutableSortedDictionary<string, string>.Empty.Add("stage", "categorical") } });
        var files = Directory.GetFiles(made.Attempt).Select(File.ReadAllText).ToList();
        foreach (var (level, patients) in drawn.CountBy(level => level))
            Assert.Equal(patients >= 5, files.Any(text => text.Contains($"Level{level}x", StringComparison.Ordinal)));
    }, iter: 30, threads: 1);

    [Fact]
    public void What_the_owner_keeps_by_name_is_kept_and_said()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,{(i < 3 ? "Few" : "Many")},{(i % 4 == 0 ? 1 : 0)}");
        made.Prepare(Keeping(made, 2));
        Assert.Contains(made.Warnings, warning => warning.Contains("kept by name, as cohort.rareLevels says, in 'stage'", StringComparison.Ordinal));
        made.Warnings.Clear();
        Assert.Equal([RareLevels.Pool, "Many"], made.Prepare().Columns.Single(column => column.Name == "stage").Levels);
        Assert.Equal(["Few", "Many"], made.Prepare(Keeping(made, 1)).Columns.Single(column => column.Name == "stage").Levels);
        Assert.Contains(made.Warnings, warning => warning.Contains("kept by name, as cohort.rareLevels says, in 'stage'", StringComparison.Ordinal));
    }

    /// <summary>Whatever is said of a table names no level that few have, not even one that is nearly another.</summary>
    [Fact]
    public void No_warning_names_what_few_have()
    {
        using var made = new MadeCohort();
        made.WriteRows(i =>
            $"p{i},{20 + i},{i}.5,Positive,{(i < 30 ? "Dr. Huber" : i < 33 ? "dr.huber" : "Dr. Meier")},{(i % 4 == 0 ? "axSpA" : i == 1 ? "gout" : i < 4 ? "psoriasis" : "healthy")}");
        made.Prepare(made.Specification with { Cohort = made.Specification.Cohort with { Label = new LabelOptions("label", ["axSpA"]) } });
        Assert.Contains(made.Warnings, warning => warning.Contains("'healthy' (27), '2 other values' (3)", StringComparison.Ordinal));
        Assert.DoesNotContain(made.Warnings,
            warning => warning.Contains("dr.huber", StringComparison.Ordinal) || warning.Contains("gout", StringComparison.Ordinal));
        Assert.NotEmpty(CohortReport.FromJson(File.ReadAllBytes(Path.Combine(made.Attempt, CohortReport.FileName))).TableWarnings!);
    }

    [Fact]
    public void Yes_and_no_stay_however_few_say_so()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,{(i == 1 ? "Positive" : "Negative")},{"ABC"[i % 3]},{(i % 4 == 0 ? 1 : 0)}");
        Assert.Equal(["Negative", "Positive"], made.Prepare().Columns.Single(column => column.Name == "hla").Levels);
    }

    [Fact]
    public void A_rare_spelling_of_a_frequent_level_is_said()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,{(i < 3 ? "never smoked" : i < 20 ? "Never smoked" : "Smokes")},{(i % 4 == 0 ? 1 : 0)}");
        made.Prepare();
        Assert.Contains(made.Warnings,
            warning =>
                warning.Contains("Column 'stage': 2 patients have 'Never smoked' in another spelling (case, spaces or hyphens), which counts as '(rare)'",
                    StringComparison.Ordinal));
    }

    /// <summary>Each patient has one level; pooled or not, nobody is lost and nobody changes sides.</summary>
    [Fact]
    public void Pooling_moves_patients_of_rare_levels_only() => Gen.Select(Gen.Int[-1, 6].Array[1, 60], Gen.Int[1, 12]).Sample((drawn, least) =>
    {
        var column = new ClinicalColumn("c", ColumnKind.Categorical, ["a", "b", "c", "d", "e", "f", "g"]);
        double[] values = [.. drawn.Select(level => level < 0 ? double.NaN : level)];
        var (pooled, after) = RareLevels.Pooled(column, values, least);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                Assert.True(double.IsNaN(after[i]));
                continue;
            }
            var (was, now) = (column.Levels[(int)values[i]], pooled.Levels[(int)after[i]]);
            Assert.Equal(drawn.Count(level => level == (int)values[i]) >= least ? was : RareLevels.Pool, now);
        }
        Assert.Equal(pooled.Levels.Order(StringComparer.Ordinal), pooled.Levels);
    });

    /// <summary>To a fold, whose training patients may have none of them, the pool is a level like others; a level that it never saw falls into it.</summary>
    [Fact]
    public void Levels_that_a_fold_never_saw_fall_into_the_pool_where_there_is_one()
    {
        ImmutableArray<string> levels = [RareLevels.Pool, "a", "b"];
        Assert.Equal([0, 1, 0, 1], LevelEncoding.Fit("c", levels, [0, 1, 1, double.NaN]).InputOf(levels)); // the pool, a, b, and missing
        Assert.Equal([-1, 0, -1, 0], LevelEncoding.Fit("c", levels, [1, 1, double.NaN]).InputOf(levels)); // without a pool it is none of them
    }

    [Fact]
    public void A_new_patients_level_that_the_model_has_no_name_for_counts_as_rare()
    {
        using var made = new MadeCohort();
        made.Write("patient_id,stage\n"
            + string.Concat(Enumerable.Range(1, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i},{"ABX"[i % 3]}\n"))));
        var table = ClinicalTable.Read(made.Table);
        var (column, values, warning) = ExternalColumn.Read(
            table, [0, 1, 2, 3, 4, 5], new ClinicalColumn("stage", ColumnKind.Categorical, [RareLevels.Pool, "A", "B"]));
        Assert.Equal([RareLevels.Pool, "A", "B"], column.Levels);
        Assert.Equal([2, 0, 1, 2, 0, 1], values);
        Assert.Contains("counts as '(rare)'", warning);
    }
}
