using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

public sealed class YamlTroubleTests
{
    private static readonly string[] Lines =
    [
        "name: made  # who", "cohort:", "  clinical: clinical.csv", "  label:", "    column: label", "    positive:", "      - axSpA", "      - psa",
        "clinical:", "  hidden: [8, 16]", "  epochs: 2", "fusion: { maxRounds: 10 }", "folds: 2",
    ];

    private static readonly int[] Indented = [.. Enumerable.Range(0, Lines.Length).Where(at => Lines[at].StartsWith(' '))];

    [Fact]
    public void A_tab_in_the_indentation_is_told_with_its_own_line_and_the_first_of_several() =>
        Gen.OneOfConst(Indented).Array[1, 4].SelectMany(tabbed => Gen.Int[0, 1].Select(kind => (tabbed, kind))).Sample(made =>
        {
            var lines = Lines.ToArray();
            foreach (var at in made.tabbed.Distinct())
                lines[at] = (made.kind == 0 ? "\t" : "\t\t") + lines[at].TrimStart();
            var refused = Refused(string.Join('\n', lines));
            Assert.Equal(made.tabbed.Min() + 1, refused.Line);
            Assert.Contains("a tab stands here", refused.Message);
        }, iter: 300);

    [Theory]
    [InlineData("name: y\ncohort:\n\tclinical: clinical.csv\n  label: { column: label }\n", 3)]
    [InlineData("\tname: y\ncohort: { clinical: c.csv, label: { column: label } }\n", 1)]
    [InlineData("name: y # a\tb\ncohort:\n  clinical: c.csv\n \tlabel: { column: label }\n", 4)]
    public void The_tabs_line_is_told(string yaml, int line) => Assert.Equal(line, Refused(yaml).Line);

    [Theory]
    [InlineData("name: a # b\tc\ncohort: { clinical: c.csv, label: { column: label } }\n")]
    [InlineData("name:\tab\ncohort: { clinical: c.csv,\tlabel: { column: label } }\t\n#\tnothing\n")]
    public void A_tab_where_YAML_has_them_is_no_trouble(string yaml) => Assert.NotNull(RunYaml.Parse(yaml, "run.yaml", "/data").Name);

    [Fact]
    public void What_is_wrong_without_a_tab_is_told_as_the_parser_tells_it()
    {
        var refused = Refused("name: y\t# tab\ncohort: { clinical: c.csv\nfolds: 2\n");
        Assert.DoesNotContain("tab stands", refused.Message);
        Assert.Contains("not valid YAML", refused.Message);
    }

    [Theory]
    [InlineData("split:\n  train: 0,70\n", "line 3: 'split.train' is '0,70', but must be a number above 0 and below 1. Write it with a decimal point: 0.70.")]
    [InlineData("split: { train: 0,70, validation: 0.15, test: 0.15 }\n", "The comma in 'train: 0,70' ends the entry: write 'split.train' with a decimal point, train: 0.70.")]
    [InlineData("split: { train: 0,70, validation: 0,15, test: 0,15 }\n", "'15' stands here twice as a key. Digits between two commas are one where a number was written with a decimal comma")]
    [InlineData("clinical: { dropout: 0,5 }\n", "write 'clinical.dropout' with a decimal point, dropout: 0.5.")]
    [InlineData("fusion:\n  learningRate: 1,0e-1\n", "Write it with a decimal point: 1.0e-1.")]
    [InlineData("evaluation: { decisionRange: [0,05, 0,60] }\n", "'evaluation.decisionRange' holds '0', but must be a number from 0.01 to 0.99.")]
    [InlineData("evaluation: { decisionRange: [\"0,05\", \"0,60\"] }\n", "Write it with a decimal point: 0.05.")]
    public void A_decimal_comma_is_named_as_the_cause(string yaml, string expected) =>
        Assert.Contains(expected, Refused($"cohort: {{ clinical: c.csv, label: {{ column: label }} }}\n{yaml}").Message);

    [Fact]
    public void Halves_of_decimals_in_a_list_are_named() => Assert.Contains(
        "There are 6 numbers: write decimals with a point",
        Refused("cohort: { clinical: c.csv, label: { column: label }, mri: { folder: m } }\nmri: { input: { spacingMm: [1,5, 1,5, 4,1] } }\n").Message);

    private static SpecificationException Refused(string yaml) => Assert.Throws<SpecificationException>(() => RunYaml.Parse(yaml, "run.yaml", "/data"));
}
