using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>A column that is meant as one of numbers does not become words in silence.</summary>
public sealed class MeantNumberTests
{
    /// <summary>A column with such a cell in a share of its rows, and numbers else.</summary>
    private static MadeCohort With(Func<int, string> cell, int every)
    {
        var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{(i % every == 0 ? cell(i) : $"{i}.5")},Positive,{"ABC"[i % 3]},{(i % 4 == 0 ? 1 : 0)}");
        return made;
    }

    private static RunSpecification Reading(MadeCohort made, TableReading reading) =>
        made.Specification with { Cohort = made.Specification.Cohort with { Reading = reading } };

    /// <summary>In every second to every ninth row, so that between a tenth and half of the column are no numbers.</summary>
    [Theory]
    [InlineData("<5", "belowLimit: half")]
    [InlineData("< 0.1", "belowLimit: half")]
    [InlineData("<=5", "belowLimit: half")]
    [InlineData("≤5", "belowLimit: half")]
    [InlineData(">200", "above a limit of measurement")]
    [InlineData("≥ 200", "above a limit of measurement")]
    [InlineData("\"1,234,567\"", "separators between its thousands")]
    [InlineData("1.234.567", "separators between its thousands")]
    [InlineData("1 234", "separators between its thousands")]
    [InlineData("1'234.5", "separators between its thousands")]
    [InlineData("\"12,5\"", "decimal: \",\"")]
    [InlineData(".", "missing: [\".\"]")]
    [InlineData("<NA>", "missing: [\"<NA>\"]")]
    [InlineData("-", "missing: [\"-\"]")]
    [InlineData("k.A.", "missing: [\"k.A.\"]")]
    [InlineData("#VALUE!", "missing: [\"#VALUE!\"]")]
    [InlineData("not done", "missing: [\"not done\"]")]
    [InlineData("unknown", "missing: [\"unknown\"]")]
    [InlineData("5 mg/l", "has a unit or a word beside its number")]
    [InlineData("5%", "has a unit or a word beside its number")]
    [InlineData("~5", "has a unit or a word beside its number")]
    [InlineData("ca. 5", "has a unit or a word beside its number")]
    [InlineData("40 years", "has a unit or a word beside its number")]
    public void What_is_meant_by_a_cell_among_numbers_is_named_and_the_key_that_settles_it(string cell, string advice)
    {
        for (var every = 2; every < 10; every++)
        {
            using var made = With(_ => cell, every);
            var message = made.Refusal();
            Assert.Contains($"row {every} (line {every + 1}), column 'crp'", message);
            Assert.Contains(advice, message);
        }
    }

    [Fact]
    public void Values_below_a_limit_are_read_as_the_key_says() =>
        Gen.Select(Gen.Int[2, 9], Gen.Double[0.01, 500], Gen.OneOfConst("<", "< ", "<=", "≤")).Sample((every, limit, sign) =>
    {
        var text = limit.ToString("0.###", CultureInfo.InvariantCulture);
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        using var made = With(_ => sign + text, every);
        var half = made.Prepare(Reading(made, new TableReading { BelowLimit = BelowLimit.Half }));
        Assert.All(Enumerable.Range(0, 40).Where(i => int.Parse(half.Patients[i].Id[1..], CultureInfo.InvariantCulture) % every == 0),
            i => Assert.Equal(value / 2, half.Values[1][i]));
        Assert.Equal(ColumnKind.Numeric, half.Columns[1].Kind);
    }, iter: 25, threads: 1);

    [Fact]
    public void A_table_with_decimal_commas_is_one_of_numbers_when_the_key_says_so()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i};{20 + i};{i},5;Positive;{"ABC"[i % 3]};{(i % 4 == 0 ? 1 : 0)}", "patient_id;age;crp;hla;stage;label");
        Assert.Contains("decimal: \",\"", made.Refusal());
        var commas = Reading(made, new TableReading { Decimal = ',' });
        made.Change("p3;23;3,5;", "p3;23;3.5;");
        Assert.Contains("row 3 (line 4), column 'crp': '3.5' looks like a number with a decimal point", made.Refusal(commas));
        made.Change("p3;23;3.5;", "p3;23;3,5;");
        Assert.Equal(1.5, made.Prepare(commas).Values[1].Min());
    }

    [Fact]
    public void Words_for_nothing_are_missing_when_they_are_listed()
    {
        using var made = With(i => i % 2 == 0 ? "k.A." : ".", 3);
        var cohort = made.Prepare(Reading(made, new TableReading { Missing = ["k.A.", "."] }));
        Assert.Equal(13, cohort.Values[1].Count(double.IsNaN));
    }

    [Fact]
    public void A_minus_sign_of_a_word_processor_is_one() => Gen.Int[2, 9].Sample(every =>
    {
        using var made = With(i => $"\u2212{i}.5", every);
        Assert.Equal(40 / every, made.Prepare().Values[1].Count(value => value < 0));
    }, iter: 8, threads: 1);

    /// <summary>Codes such as stage 2a are words, and stay words.</summary>
    [Fact]
    public void Codes_of_digits_and_letters_are_no_numbers_with_units()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,{i % 3 + 1}{"ab"[i % 2]},{(i % 4 == 0 ? 1 : 0)}");
        Assert.Equal(ColumnKind.Categorical, made.Prepare().Columns.Single(column => column.Name == "stage").Kind);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("<NA>")]
    [InlineData("?")]
    [InlineData("-")]
    public void A_mark_of_another_program_among_yes_and_no_asks_for_a_decision(string mark)
    {
        for (var every = 5; every < 20; every += 7)
        {
            using var made = new MadeCohort();
            made.WriteRows(i => $"p{i},{20 + i},{i}.5,{(i % every == 0 ? mark : i % 3 == 0 ? "positive" : "Negative")},{"ABC"[i % 3]},{(i % 4 == 0 ? 1 : 0)}");
            Assert.Contains($"row {every} (line {every + 1}), column 'hla': '{mark}' reads as if nobody had answered, in a column of Negative and Positive",
                made.Refusal());
            Assert.Equal(["Negative", "Positive"],
                made.Prepare(Reading(made, new TableReading { Missing = [mark] })).Columns.Single(column => column.Name == "hla").Levels);
        }
    }

    [Fact]
    public void A_mark_of_another_program_among_words_is_said()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i},Positive,{(i % 20 == 0 ? "<NA>" : "ABC"[i % 3])},{(i % 5 == 0 ? 1 : 0)}");
        made.Prepare();
        Assert.Contains(made.Warnings, warning => warning.Contains("Column 'stage' has the level '<NA>'", StringComparison.Ordinal));
    }

    /// <summary>Names that are exchanged, or handed on, are handed on once.</summary>
    [Fact]
    public void Any_exchange_of_names_gives_each_column_the_one_it_was_to_have() => Gen.Shuffle(new[] { "a", "b", "c", "d" }).Sample(to =>
    {
        using var folder = new Imaging.TemporaryFolder();
        var rename = TableReading.Usual.Rename.AddRange(
            new[] { "a", "b", "c", "d" }.Zip(to).Where(pair => pair.First != pair.Second).Select(pair => KeyValuePair.Create(pair.First, pair.Second)));
        var table = ClinicalTable.Read(folder.File("t.csv", "a,b,c,d\n1,2,3,4\n"), reading: new TableReading { Rename = rename });
        Assert.Equal(to, table.Header);
    });

    [Fact]
    public void A_limit_of_detection_is_no_label()
    {
        using var made = With(_ => "<1", 3);
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,A,{(i == 8 ? "<1" : i % 4 == 0 ? "1" : "0")}");
        Assert.Contains("row 8 (line 9), column 'label': '<1' is not 0 or 1", made.Refusal(Reading(made, new TableReading { BelowLimit = BelowLimit.Limit })));
    }

    [Fact]
    public void Columns_may_have_another_name_in_the_table()
    {
        using var made = new MadeCohort();
        var renamed = Reading(made, new TableReading { Rename = TableReading.Usual.Rename.Add("Alter", "age_years") });
        Assert.Contains("there is no column 'Alter', which cohort.rename names", made.Refusal(renamed));
        made.Change("patient_id,age", "patient_id,Alter");
        Assert.Equal("age_years", made.Prepare(renamed).Columns[0].Name);
        made.Change("patient_id,Alter", "patient_id,age_years");
        Assert.Equal("age_years", made.Prepare(renamed).Columns[0].Name);
    }

    [Theory]
    [InlineData("8.98846567431158e+307")]
    [InlineData("1e39")]
    [InlineData("-1e200")]
    [InlineData("1e-42")]
    [InlineData("-1e-300")]
    public void A_number_that_single_precision_cannot_hold_is_refused_with_its_row(string number)
    {
        using var made = With(_ => number, 13);
        Assert.Contains("row 13 (line 14), column 'crp'", made.Refusal());
        Assert.Contains("single precision", made.Refusal());
    }

    [Fact]
    public void Any_number_that_a_cohort_takes_is_one_in_single_precision_too() => Gen.Double.Sample(number =>
    {
        using var made = With(_ => number.ToString("R", CultureInfo.InvariantCulture), 7);
        if (!double.IsFinite(number))
            return;
        try
        {
            Assert.All(made.Prepare().Values[1],
                value => Assert.True(double.IsNaN(value) || float.IsFinite((float)value) && ((float)value == 0) == (value == 0)));
        }
        catch (TableException refused)
        {
            Assert.Contains("row 7 (line 8), column 'crp'", refused.Message);
        }
    }, iter: 200, threads: 1);

    /// <summary>Accepted runs of before read such a column as words, and go on doing so.</summary>
    [Fact]
    public void By_the_first_rules_they_stay_words()
    {
        using var made = With(_ => "<5", 2);
        Assert.Equal(ColumnKind.Categorical,
            made.Prepare(made.Specification with { Rules = RunRules.First, Cohort = made.Specification.Cohort with { RareLevels = 1 } }).Columns[1].Kind);
    }
}
