using System.Text;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using Xunit;

namespace AxSpa.Pipeline.Tests.Jobs;

public sealed class TrainerLineRulesTests
{
    private static TrainerLine? Read(string line, out string problem) => TrainerLineRules.Read(Encoding.UTF8.GetBytes(line), out problem);

    private static string Broken(string line)
    {
        Assert.Null(Read(line, out var problem));
        Assert.StartsWith("The trainer process said a line that is not of the protocol (", problem, StringComparison.Ordinal);
        Assert.InRange(problem.Length, 1, 1_500);
        Assert.True(VisibleText.IsPlain(problem) && !problem.Contains('\n'), problem);
        Assert.DoesNotContain("Exception", problem, StringComparison.Ordinal);
        return problem;
    }

    [Theory]
    [InlineData("""{"type":"ready","processId":7,"device":"cuda:0","torchVersion":"2.10.0+cu128","xgboostVersion":"1.7.4"}""")]
    [InlineData("""{"type":"alive"}""")]
    [InlineData("""{"type":"progress","stage":"maps of scans","step":0,"of":0,"trainingLoss":null,"validationAuroc":null}""")]
    [InlineData("""{"type":"progress","stage":"results","step":26,"of":20,"trainingLoss":"NaN","validationAuroc":"NaN"}""")]
    [InlineData("""{"type":"progress","stage":"epoch","step":1,"of":9,"trainingLoss":"Infinity","validationAuroc":1}""")]
    [InlineData("""{"type":"completed","files":[],"figures":{"auroc":"NaN"}}""")]
    [InlineData("""{"type":"failed","kind":"Storage","reason":""}""")]
    [InlineData("""{"type":"not-visible","file":"/data/Größe №7/c.csv","reason":"there is no such file"}""")]
    public void What_an_honest_trainer_says_is_taken(string line)
    {
        Assert.NotNull(Read(line, out var problem));
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("libgomp: out of luck")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":"song","text":"la"}""")]
    [InlineData("""{"type":"alive","type":"alive"}""")]
    [InlineData("""{"type":"alive"}{"type":"alive"}""")]
    [InlineData("""{"type":"alive","more":1}""")]
    [InlineData("""{"type":"warning"}""")]
    [InlineData("""{"type":"warning","text":null}""")]
    [InlineData("""{"type":"warning","text":7}""")]
    [InlineData("""{"type":"warning","text":"\ud800"}""")]
    [InlineData("""{"type":"progress","stage":"epoch","step":9999999999,"of":9,"trainingLoss":null,"validationAuroc":null}""")]
    [InlineData("""{"type":"progress","stage":"epoch","step":1,"of":9}""")]
    [InlineData("""{"type":"completed","files":[{"path":"a","bytes":1}],"figures":{}}""")]
    [InlineData("""{"type":"completed","files":[],"figures":{"a":null}}""")]
    [InlineData("""{"type":"failed","kind":"Dance","reason":"x"}""")]
    public void What_has_not_the_form_of_a_line_is_told_as_that(string line) => Assert.Contains("(its form is none that a trainer's line has)", Broken(line));

    [Theory]
    [InlineData("""{"type":"ready","processId":0,"device":"cpu","torchVersion":"2","xgboostVersion":"1"}""", "process id")]
    [InlineData("""{"type":"ready","processId":7,"device":"","torchVersion":"2","xgboostVersion":"1"}""", "no short word")]
    [InlineData("""{"type":"ready","processId":7,"device":"cpu\n","torchVersion":"2","xgboostVersion":"1"}""", "no short word")]
    [InlineData("""{"type":"progress","stage":"\u202eepoch","step":1,"of":9,"trainingLoss":null,"validationAuroc":null}""", "no short word")]
    [InlineData("""{"type":"progress","stage":"epoch","step":-1,"of":9,"trainingLoss":null,"validationAuroc":null}""", "negative")]
    [InlineData("""{"type":"progress","stage":"epoch","step":1,"of":-9,"trainingLoss":null,"validationAuroc":null}""", "negative")]
    [InlineData("""{"type":"progress","stage":"epoch","step":1,"of":9,"trainingLoss":null,"validationAuroc":1.5}""", "AUROC")]
    [InlineData("""{"type":"completed","files":null,"figures":{}}""", "i")]
    [InlineData("""{"type":"completed","files":[],"figures":{"":1}}""", "figure")]
    [InlineData("""{"type":"completed","files":[],"figures":{"a":1e999}}""", "infinite")]
    [InlineData("""{"type":"failed","kind":99,"reason":"x"}""", "no such kind")]
    [InlineData("""{"type":"not-visible","file":"","reason":"x"}""", "no plausible name")]
    [InlineData("""{"type":"not-visible","file":"a\u0000b","reason":"x"}""", "no plausible name")]
    public void A_value_that_cannot_be_is_told_as_that(string line, string problem) => Assert.Contains(problem, Broken(line));

    [Fact]
    public void Lines_words_and_lists_have_lengths_and_texts_are_cut()
    {
        var word = new string('w', 101);
        Assert.Contains("no short word", Broken($$"""{"type":"progress","stage":"{{word}}","step":1,"of":9,"trainingLoss":null,"validationAuroc":null}"""));
        Assert.Contains("101 figures",
            Broken($$"""{"type":"completed","files":[],"figures":{ {{string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"f{number}\":1"))}} } }"""));
        Assert.Contains("no plausible name", Broken($$"""{"type":"not-visible","file":"{{new string('f', 4_097)}}","reason":"x"}"""));
        Assert.Contains("longer than 256 KiB", Broken($$"""{"type":"warning","text":"{{new string('x', 300_000)}}"}"""));
        var cut = Assert.IsType<TrainerLine.Warning>(Read($$"""{"type":"warning","text":"{{new string('x', 200_000)}}"}""", out _));
        Assert.EndsWith("x… (200000 characters)", cut.Text, StringComparison.Ordinal);
        Assert.InRange(cut.Text.Length, 16_000, 16_100);
    }

    [Fact]
    public void What_is_no_text_is_told_and_what_is_hidden_is_shown()
    {
        Assert.Null(TrainerLineRules.Read([.. """{"type":"warning","text":"a"""u8, 0xff, .. "\"}"u8], out var problem));
        Assert.Contains("no UTF-8", problem);
        Assert.Contains("\\u202E\\u001B[31m", Broken("\u202e\u001b[31m"));
        Assert.Equal("a\\u202Eb\nc", Assert.IsType<TrainerLine.Warning>(Read("""{"type":"warning","text":"a\u202eb\nc"}""", out _)).Text);
    }

    [Fact]
    public void Nothing_is_nested_more_deeply_than_a_line_is() =>
        Broken($$"""{"type":"warning","text":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""");

    /// <summary>Letters of other scripts take six bytes each.</summary>
    [Fact]
    public void A_line_with_the_longest_texts_is_never_too_long_to_be_heard()
    {
        var line = JobJson.Write(TrainerLineRules.Shown(new TrainerLine.NotVisible(new string('試', 4_096), new string('試', 100_000))));
        Assert.NotNull(Read(line, out var problem));
        Assert.Empty(problem);
    }
}
