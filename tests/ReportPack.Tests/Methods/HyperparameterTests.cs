using AxSpa.Pipeline.Specification;
using AxSpa.ReportPack.Methods;
using Xunit;

namespace AxSpa.ReportPack.Tests.Methods;

public sealed class HyperparameterTests
{
    public static TheoryData<string> Specifications =>
    [
        "cohort: { clinical: a.csv, label: { column: y } }",
        "cohort: { clinical: a.csv, label: { column: y }, mri: { folder: m, idFrom: path } }\nmri: { pretrained: w.safetensors, augmentation: none "
        + "}\nclinical: none\nrepeats: 3\nsplit: { column: s }\nevaluation: { threshold: { sensitivity: 0.9 }, subgroups: [sex, { column: age, bands: [30, "
        + "45] }] }\nfusion: { baseline: logistic }",
        "cohort: { clinical: a.csv, label: { column: y, positive: [x], negative: [z] }, columns: { ESR: numeric }, decimal: \",\", missing: [k.A.], "
        + "belowLimit: half, rename: { a: b }, rareLevels: keep, mri: { folder: m } }\nmri: { input: { frame: ras, spacingMm: [1, 1, 4] }, frozen: [stem] "
        + "}\nsplit: { file: s.csv }",
    ];

    [Theory]
    [MemberData(nameof(Specifications))]
    public void Every_key_of_a_specification_is_listed_and_has_words(string yaml)
    {
        var specification = RunYaml.Parse(yaml, "made.yaml", "/somewhere/private");
        var values = Hyperparameters.Values(specification).ToArray();
        var words = Hyperparameters.Words();
        Assert.All(values, value => Assert.True(words.ContainsKey(value.Key), $"nothing is said of {value.Key}"));
        Assert.Equal(values.Select(value => value.Key).Distinct(), values.Select(value => value.Key));
        Assert.DoesNotContain(values, value => value.Text.Contains("private", StringComparison.Ordinal));
        var rows = Hyperparameters.Table(specification).Rows.Where(row => !row.IsGroup).ToArray();
        Assert.Equal(values.Select(value => (value.Key, value.Text)).Order(), rows.Select(row => (row.Heading, row.Cells[0].Text)).Order());
    }

    [Fact]
    public void Every_key_that_a_file_may_hold_has_words()
    {
        // What people may write, section by section (docs/run-yaml.md): lists and choices are one value each.
        var all = Specifications.SelectMany(yaml => Hyperparameters.Values(RunYaml.Parse((string)yaml.Data, "made.yaml", "/")))
            .Select(value => value.Key)
            .ToHashSet();
        Assert.Empty(Hyperparameters.Words().Keys.Except(all));
    }

    [Fact]
    public void Values_read_as_people_write_them()
    {
        var specification = RunYaml.Parse(
            "cohort: { clinical: /a/b/clinical.csv, label: { column: y }, columns: { ESR: numeric, sex: binary } }\nevaluation: { subgroups: [sex, { column: "
            + "age, bands: [30, 45] }] }",
            "made.yaml", "/");
        var values = Hyperparameters.Values(specification).ToDictionary(value => value.Key, value => value.Text);
        Assert.Equal("clinical.csv", values["cohort.clinical"]);
        Assert.Equal("ESR: numeric, sex: binary", values["cohort.columns"]);
        Assert.Equal("sex, { column: age, bands: [30, 45] }", values["evaluation.subgroups"]);
        Assert.Equal("64, 128, 256, 128", values["clinical.hidden"]);
        Assert.Equal("none", values["mri"]);
    }
}
