using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>Text that decides who somebody is, or what the label is, is compared in one form; what falls together, or nearly does, is said.</summary>
public sealed class SpellingTests
{
    private static readonly Gen<string> Unseen = Gen.OneOfConst("\u00A0", "\t", "\u200B", "\uFEFF", "\u3000", "\u2007", "\u00AD", " \u00A0").Array[1, 3].Select(
        string.Concat);

    private static RunSpecification ByWords(MadeCohort made, params string[] positive) => made.Specification with
    {
        Cohort = made.Specification.Cohort with { Label = new LabelOptions("label", [.. positive]) },
    };

    [Fact]
    public void A_label_is_the_same_with_any_white_space_at_its_ends() => Gen.Select(Unseen, Gen.Int[1, 40], Gen.Bool).Sample((unseen, patient, before) =>
    {
        using var made = new MadeCohort();
        made.WriteRows(i =>
            $"p{i},{20 + i},{i}.5,Positive,A,{(i % 4 == 0 || i == patient ? i == patient ? before ? unseen + "axSpA" : "axSpA" + unseen : "axSpA" : "healthy")}");
        var cohort = made.Prepare(ByWords(made, "axSpA"));
        Assert.Equal(Enumerable.Range(1, 40).Count(i => i % 4 == 0 || i == patient), cohort.Patients.Count(who => who.IsCase));
        Assert.Contains(made.Warnings, warning => warning.Contains("'label' (1)", StringComparison.Ordinal));
    }, iter: 30, threads: 1);

    [Fact]
    public void An_id_that_differs_only_in_what_nobody_sees_is_the_same_patient_twice() => Unseen.Sample(unseen =>
    {
        using var made = new MadeCohort();
        made.Change("p7,", $"p6{unseen},");
        Assert.Contains("is already the patient of row 6", made.Refusal());
    }, iter: 30, threads: 1);

    [Fact]
    public void By_the_first_rules_it_was_two_patients_and_stays_so()
    {
        using var made = new MadeCohort();
        made.Change("p7,", "p6\u00A0,");
        Assert.Equal(40, made.Prepare(made.Specification with { Rules = RunRules.First }).Patients.Length);
    }

    [Fact]
    public void Letters_and_their_marks_may_be_written_in_parts()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,{(i % 2 == 0 ? "St\u00F6rung" : "Sto\u0308rung")},{(i % 4 == 0 ? 1 : 0)}");
        Assert.Equal(["St\u00F6rung"], made.Prepare().Columns.Single(column => column.Name == "stage").Levels);
    }

    /// <summary>White space and hyphens inside, and case.</summary>
    [Theory]
    [InlineData("axSPA")]
    [InlineData("AXSPA")]
    [InlineData("ax SpA")]
    [InlineData("ax-SpA")]
    [InlineData("ax_spa")]
    public void A_label_that_is_nearly_a_positive_one_is_no_control(string nearly)
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,A,{(i % 4 == 0 ? i == 8 ? nearly : "axSpA" : "healthy")}");
        Assert.Contains("row 8 (line 9), column 'label'", made.Refusal(ByWords(made, "axSpA")));
        Assert.Contains("differs from the positive value 'axSpA' only in case or space (1 row has it)", made.Refusal(ByWords(made, "axSpA")));
        Assert.Equal(10, made.Prepare(ByWords(made, "axSpA", nearly)).Patients.Count(who => who.IsCase));
        Assert.Equal(9, made.Prepare(ByWords(made, "axSpA") with { Rules = RunRules.First }).Patients.Count(who => who.IsCase));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("Unclear")]
    [InlineData("not known")]
    [InlineData("?")]
    [InlineData("unbekannt")]
    public void A_label_that_nobody_knows_asks_for_a_decision(string unknown)
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,A,{(i % 4 == 0 ? "axSpA" : i == 3 ? unknown : "healthy")}");
        Assert.Contains("reads as if nobody knew", made.Refusal(ByWords(made, "axSpA")));
        var decided = made.Specification with
        { Cohort = made.Specification.Cohort with { Label = new LabelOptions("label", ["axSpA"], ["healthy", unknown]) } };
        Assert.Equal(10, made.Prepare(decided).Patients.Count(who => who.IsCase));
    }

    [Fact]
    public void Where_the_controls_values_are_listed_any_other_is_refused()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,A,{(i % 4 == 0 ? "axSpA" : i == 3 ? "gout" : "healthy")}");
        var listed = made.Specification with { Cohort = made.Specification.Cohort with { Label = new LabelOptions("label", ["axSpA"], ["healthy"]) } };
        Assert.Contains("row 3 (line 4), column 'label': 'gout' is neither among cohort.label.positive nor cohort.label.negative", made.Refusal(listed));
        Assert.Contains("is neither among", made.Refusal(listed with { Rules = RunRules.First }));
    }

    [Fact]
    public void Who_became_a_control_by_which_value_is_told_and_kept()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,A,{(i % 4 == 0 ? "axSpA" : i % 4 == 1 ? "gout" : "healthy")}");
        made.Prepare(ByWords(made, "axSpA"));
        Assert.Contains("Controls are all whose 'label' is not among the positive values: 'healthy' (20), 'gout' (10).", made.Warnings);
        var report = CohortReport.FromJson(File.ReadAllBytes(Path.Combine(made.Attempt, CohortReport.FileName)));
        Assert.Equal([new LabelCount("axSpA", true, 10), new LabelCount("healthy", false, 20), new LabelCount("gout", false, 10)], report.Labels!);
    }

    [Theory]
    [InlineData("p05", "p5", null)]
    [InlineData("05", "5", "leading zeros")]
    [InlineData("0005", "05", "leading zeros")]
    [InlineData("P5", "p5", "case or spaces")]
    [InlineData("p 5", "p5", "case or spaces")]
    public void Ids_that_a_person_takes_for_one_are_said(string one, string other, string? what)
    {
        using var made = new MadeCohort();
        made.Change("p5,", $"{other},");
        made.Change("p6,", $"{one},");
        made.Prepare();
        Assert.Equal(what is not null, made.Warnings.Any(warning => warning.Contains($"only in {what}", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_first_line_of_Excel_itself_says_how_cells_are_parted_and_is_no_header()
    {
        using var made = new MadeCohort();
        made.Write("sep=;\n" + File.ReadAllText(made.Table).Replace(',', ';'));
        var text = File.ReadAllText(made.Table);
        made.Change("p12;", "p11;");
        Assert.Contains("row 12 (line 14)", made.Refusal());
        made.Write(text);
        Assert.Equal(40, made.Prepare().Patients.Length);
    }

    [Fact]
    public void A_feature_has_one_column()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i},{i}.5,Positive,{"ABC"[i % 3]},{(i % 4 == 0 ? 1 : 0)}", "patient_id,age,stage=A,hla,stage,label");
        Assert.Contains("columns 'stage=A' and 'stage' would both give a feature 'stage=A'", made.Refusal());
    }
}
