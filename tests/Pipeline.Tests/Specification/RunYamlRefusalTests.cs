using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

public sealed class RunYamlRefusalTests
{
    private const string Cohort = "cohort: { clinical: c.csv, label: { column: label } }\n";
    private const string WithMri = "cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri } }\n";

    [Theory]
    [InlineData("decimal: \";\"", "'cohort.decimal' is ';', but must be one of")]
    [InlineData("belowLimit: quarter", "'cohort.belowLimit' is 'quarter', but must be one of half, limit")]
    [InlineData("missing: .", "'cohort.missing' is '.', but must be a list of texts")]
    [InlineData("rareLevels: 0", "'cohort.rareLevels' is '0', but must be a whole number from 1 to 1000")]
    [InlineData("rareLevels: none", "'cohort.rareLevels' is 'none', but must be a whole number")]
    [InlineData("rename: age", "'cohort.rename' is 'age', but must map names to names, such as { Alter: age_years }")]
    [InlineData("rename: { Alter: [age] }", "'cohort.rename' must map names to names")]
    [InlineData("rename: { Alter: age, Lebensalter: age }", "'cohort.rename' gives two columns the name 'age'")]
    [InlineData("label: { column: label, negative: [b] }", "'cohort.label.positive' is missing")]
    [InlineData("label: { column: label, positive: [a, b], negative: [b] }", "'b' is among the positive values too")]
    public void A_bad_word_on_how_to_read_a_table_is_refused(string key, string message)
    {
        var label = key.StartsWith("label", StringComparison.Ordinal) ? "" : "label: { column: label }, ";
        Assert.Contains(message,
            Assert.Throws<SpecificationException>(() => RunYaml.Parse($"cohort: {{ clinical: c.csv, {label}{key} }}", "run.yaml", "/")).Message);
    }

    [Theory]
    [InlineData("epocs: 3", "unknown key 'epocs'. Known here: name, description, rules, randomSeed, cohort")]
    [InlineData("epochs: 3", "unknown key 'epochs'. 'epochs' belongs under 'clinical' or under 'mri'. Known here: name,")]
    [InlineData("fold: 3", "unknown key 'fold'. Did you mean 'folds'?")]
    [InlineData("random_seed: 3", "unknown key 'random_seed'. Did you mean 'randomSeed'?")]
    [InlineData("clinical: { batchsize: 3 }", "unknown key 'clinical.batchsize'. Did you mean 'batchSize'?")]
    [InlineData("clinical: { dropuot: 0.1 }", "unknown key 'clinical.dropuot'. Did you mean 'dropout'?")]
    [InlineData("folds: 1", "'folds' is '1', but must be a whole number from 2 to 20.")]
    [InlineData("folds: five", "'folds' is 'five', but must be a whole number from 2 to 20.")]
    [InlineData("folds: 5.5", "'folds' is '5.5', but must be a whole number")]
    [InlineData("folds: [5]", "'folds' is a list, but must be a whole number")]
    [InlineData("repeats: 0", "'repeats' is '0', but must be a whole number from 1 to 20.")]
    [InlineData("repeats: 21", "'repeats' is '21', but must be a whole number from 1 to 20.")]
    [InlineData("repeat: 2", "unknown key 'repeat'. Did you mean 'repeats'?")]
    [InlineData("randomSeed: -1", "'randomSeed' is '-1', but must be a whole number from 0 to 18446744073709551615.")]
    [InlineData("threadsPerJob: 0", "'threadsPerJob' is '0', but must be a whole number from 1 to 256.")]
    [InlineData("split: { train: 0.8 }", "'split.train' is '0.8', but train 0.8 + validation 0.15 + test 0.15 is 1.1, and must be 1.")]
    [InlineData("split: { train: 1 }", "'split.train' is '1', but must be a number above 0 and below 1.")]
    [InlineData("split: { column: set, file: s.csv }", "'split.file' is 's.csv', but 'split.column' is set too. Use one of them.")]
    [InlineData("split: { column: set, train: 0.7 }", "'split.column' is 'set', but fractions (train, validation, test) are given too.")]
    [InlineData("split: 0.7", "'split' is a section with keys (train, validation, test, column, file), found '0.7'.")]
    [InlineData("split:", "'split' is a section with keys (train, validation, test, column, file), found empty. Leave the key out")]
    [InlineData("clinical: { hidden: 64 }", "'clinical.hidden' is '64', but must be a list of whole numbers from 1 to 8192.")]
    [InlineData("clinical: { hidden: [] }", "'clinical.hidden' is a list, but must be 1 to 16 layer widths")]
    [InlineData("clinical: { hidden: [64, 0] }", "'clinical.hidden' is a list, but must be a list of whole numbers from 1 to 8192.")]
    [InlineData("clinical: { dropout: 1 }", "'clinical.dropout' is '1', but must be a number from 0 and below 1.")]
    [InlineData("clinical: { learningRate: 0 }", "'clinical.learningRate' is '0', but must be a number above 0 and at most 1.")]
    [InlineData("clinical: { learningRate: .nan }", "'clinical.learningRate' is '.nan', but must be a number")]
    [InlineData("clinical: { batchSize: 1 }", "'clinical.batchSize' is '1', but must be a whole number from 2 to 65536.")]
    [InlineData("clinical: { chooseBy: los }", "'clinical.chooseBy' is 'los', but must be one of auroc, loss. Did you mean 'loss'?")]
    [InlineData("clinical: none", "'clinical' is 'none', but there is no MRI branch either, so nothing would learn.")]
    [InlineData("fusion: { maxDepth: 17 }", "'fusion.maxDepth' is '17', but must be a whole number from 1 to 16.")]
    [InlineData("evaluation: { threshold: 0.5 }", "'evaluation.threshold' is '0.5', but must be youden, or the least sensitivity, such as { sensitivity: 0.90 }.")]
    [InlineData("evaluation: { threshold: { specificity: 0.9 } }", "unknown key 'evaluation.threshold.specificity'.")]
    [InlineData("evaluation: { threshold: { sensitivity: 90 } }", "'evaluation.threshold.sensitivity' is '90', but must be a number above 0 and at most 1.")]
    [InlineData("evaluation: { decisionRange: [0.6, 0.05] }", "'evaluation.decisionRange' is a list, but must be the lowest and the highest threshold probability, such as [0.05, 0.60].")]
    [InlineData("evaluation: { decisionRange: [0, 0.5] }", "'evaluation.decisionRange' holds '0', but must be a number from 0.01 to 0.99.")]
    [InlineData("evaluation: { subgroups: sex }", "'evaluation.subgroups' is 'sex', but must be auto, none, or a list of columns, such as [sex, { column: age_years, bands: [30, 45] }].")]
    [InlineData("evaluation: { subgroups: [sex, sex] }", "'evaluation.subgroups' is a list, but names a column twice.")]
    [InlineData("evaluation: { subgroups: [{ column: age, bands: [45, 30] }] }", "'evaluation.subgroups.bands' is a list, but must rise, such as [30, 45].")]
    [InlineData("evaluation: { subgroups: [{ bands: [45] }] }", "'evaluation.subgroups.column' is missing. Add it, for example: column: age_years")]
    [InlineData("evaluation: { bootstrap: 0 }", "'evaluation.bootstrap' is '0', but must be a whole number from 20 to 1000000.")]
    [InlineData("evaluation: { confidence: 95 }", "'evaluation.confidence' is '95', but must be a number from 0.5 to 0.999.")]
    [InlineData("resources: { priority: hgih }", "'resources.priority' is 'hgih', but must be low, normal, high or a whole number from -100 to 100. Did you mean 'high'?")]
    [InlineData("resources: { priority: 101 }", "'resources.priority' is '101', but must be low, normal, high")]
    [InlineData("resources: { maxSlots: 0 }", "'resources.maxSlots' is '0', but must be a whole number from 1 to 10000.")]
    [InlineData("resources: { mri: cuda }", "'resources.mri' is a section with keys (device, memoryGiB), found 'cuda'.")]
    [InlineData("resources: { mri: { device: gpu } }", "'resources.mri.device' is 'gpu', but must be one of any, cpu, cuda.")]
    [InlineData("resources: { clinical: { memoryGiB: -1 } }", "'resources.clinical.memoryGiB' is '-1', but must be a number")]
    [InlineData("mri: {}", "'mri' is a section, but 'cohort.mri' is missing, so there are no scans to learn from.")]
    [InlineData("name: [a]", "'name' is a list, but must be text.")]
    [InlineData("folds: 5\nfolds: 6", "not valid YAML")]
    [InlineData("fusion: { subsample: 0 }", "'fusion.subsample' is '0', but must be a number above 0 and at most 1.")]
    [InlineData("fusion: { maxDepth: 3", "not valid YAML")]
    public void A_bad_key_or_value_is_refused_with_its_line(string yaml, string message)
    {
        var refusal = Refused(Cohort + yaml + "\n");
        Assert.Contains(message, refusal.Message);
        Assert.StartsWith("run.yaml, line ", refusal.Message);
        Assert.InRange(refusal.Line!.Value, 2, 4);
    }

    [Theory]
    [InlineData("mri: { network: resnet3d-51 }", "'mri.network' is 'resnet3d-51', but must be one of resnet3d-10, resnet3d-18, resnet3d-34, resnet3d-50, resnet3d-101. Did you mean")]
    [InlineData("mri: { input: { size: [64, 64] } }", "'mri.input.size' is a list, but must be three numbers: voxels along x, y, z")]
    [InlineData("mri: { input: { size: 64 } }", "'mri.input.size' is '64', but must be a list of whole numbers from 4 to 1024.")]
    [InlineData("mri: { input: { spacingMm: [1, 1] } }", "'mri.input.spacingMm' is a list, but must be three numbers")]
    [InlineData("mri: { input: { spacingMm: [1, 1, 0] } }", "'mri.input.spacingMm' holds '0', but must be a number from 0.01 to 100.")]
    [InlineData("mri: { frozen: [stem, layer5] }", "'mri.frozen' is a list, but holds 'layer5', and its entries must be of stem, layer1, layer2, layer3, layer4.")]
    [InlineData("mri: { frozen: [stem, stem] }", "'mri.frozen' is a list, but names something twice.")]
    [InlineData("mri: { augmentation: { flip: yes } }", "'mri.augmentation.flip' is 'yes', but must be true or false.")]
    [InlineData("mri: { augmentation: { shiftFraction: 0.6 } }", "'mri.augmentation.shiftFraction' is '0.6', but must be a number from 0 to 0.5.")]
    [InlineData("mri:\nfolds: 5", "'mri' is a section with keys (network,")]
    public void A_bad_value_of_the_network_is_refused_with_its_line(string yaml, string message) =>
        Assert.Contains(message, Refused(WithMri + yaml).Message);

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# nothing yet\n", "the file is empty")]
    [InlineData("- a\n- b", "line 1: expected keys such as 'cohort: …', found a list.")]
    [InlineData("just words", "line 1: expected keys such as 'cohort: …', found 'just words'.")]
    [InlineData("name: a\n", "line 1: 'cohort' is missing")]
    [InlineData("cohort: { label: { column: label } }", "line 1: 'cohort.clinical' is missing. Add it")]
    [InlineData("cohort: { clinical: c.csv }", "'cohort.label' is missing: what is to be predicted?")]
    [InlineData("cohort: { clinical: c.csv, label: label }", "'cohort.label' is a section with keys (column, positive, negative), found 'label'.")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a, positive: x } }", "'cohort.label.positive' is 'x', but must be a list of texts")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a }, columns: { ESR: number } }", "'cohort.columns.ESR' is 'number', but must be one of numeric, binary, categorical, ignore.")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a }, mri: { folder: m } }", "'cohort.mri' is a section, but there is no section 'mri' at the top")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a }, mri: { folder: m, pattern: '*.nii' } }\nmri: {}", "'cohort.mri.pattern' is '*.nii', but must hold {patient_id}")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a }, mri: { folder: m, pattern: '{patient_id}*', idFrom: path } }\nmri: {}", "'cohort.mri.idFrom' is set too")]
    [InlineData("cohort: { clinical: c.csv, label: { column: a } }\n---\nname: b", "a second document begins here")]
    public void A_file_that_is_no_specification_says_what_is_missing(string yaml, string message) =>
        Assert.Contains(message, Refused(yaml).Message);

    [Fact]
    public void Brackets_without_end_are_refused_and_do_not_exhaust_the_stack()
    {
        Assert.Contains("not valid YAML", Refused("a: [1,\nb: 2").Message);
        Assert.Contains("nested more deeply", Refused("a: " + new string('[', 200_000)).Message);
        Assert.Contains("nested more deeply", Refused(string.Concat(Enumerable.Repeat("- ", 5_000)) + "x").Message);
    }

    [Fact]
    public void A_file_that_is_far_too_long_is_refused_by_its_length()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.OpenWrite(folder["run.yaml"]))
            file.SetLength(1L << 40);
        Assert.Contains("longer than the 1 MiB", Assert.Throws<SpecificationException>(() => RunYaml.Read(folder["run.yaml"])).Message);
        Assert.Contains("longer than the 1 MiB", Refused(new string('#', RunYaml.MostBytes + 1)).Message);
    }

    [Fact]
    public void Lists_of_lists_that_name_each_other_are_not_taken_apart_to_all_their_ends()
    {
        // As a key it would be compared end by end: 2^30 of them.
        var lists = string.Concat(Enumerable.Range(0, 30).Select(i => $"k{i}: &a{i} [{(i == 0 ? "x" : $"*a{i - 1}, *a{i - 1}")}]\n"));
        Assert.Contains("line 31: a key is one word", Refused(lists + "? *a29\n: 1\n").Message);
        Assert.Contains("a key is one word", Refused("? [a, b]\n: 1\n").Message);
        Assert.Contains("k0", Refused(lists).Message); // an unknown key, and quickly
    }

    [Fact]
    public void Whatever_stands_in_the_file_is_read_or_refused_and_never_crashes()
    {
        const string alphabet = "abc:{}[],\"'\n -#&*!|>%@`\t?~0.é\uD83D";
        var sample = RunYaml.Write(RunYaml.Parse(WithMri + "mri: {}", "run.yaml", "/data"));
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Int[0, 20], Gen.Char[alphabet].Array[0, 8]).Array[1, 4].Sample(edits =>
        {
            var text = sample;
            foreach (var (at, drop, put) in edits)
                text = text.Remove(Math.Min(at, text.Length), Math.Min(drop, text.Length - Math.Min(at, text.Length)))
                    .Insert(Math.Min(at, text.Length), new string(put));
            try
            {
                RunYaml.Parse(text, "run.yaml", "/data");
            }
            catch (SpecificationException)
            {
            }
        }, iter: 2000);
    }

    [Fact]
    public void A_missing_file_a_folder_and_bytes_that_are_no_text_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["binary.yaml"], [0xFF, 0xFE, 0x00, 0x80]);
        Assert.EndsWith("there is no such file.", Assert.Throws<SpecificationException>(() => RunYaml.Read(folder["none.yaml"])).Message);
        Assert.Contains("this is a folder", Assert.Throws<SpecificationException>(() => RunYaml.Read(folder.Path)).Message);
        Assert.Contains("not UTF-8 text", Assert.Throws<SpecificationException>(() => RunYaml.Read(folder["binary.yaml"])).Message);
    }

    private static SpecificationException Refused(string yaml) =>
        Assert.Throws<SpecificationException>(() => RunYaml.Parse(yaml, "run.yaml", "/data"));
}
