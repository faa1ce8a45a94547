using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

/// <summary>Everything that is wrong in a specification is told at once, each with its line, and nothing that only follows from it.</summary>
public sealed class RunYamlAllRefusalsTests
{
    private const string Cohort = "cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri } }";

    /// <summary>One line of YAML each, at the top or below a section, and what is said of it.</summary>
    private static readonly (string Line, string Said)[] Faults =
    [
        ("folds: 1", "'folds' is '1', but must be a whole number from 2 to 20."),
        ("repeat: 2", "unknown key 'repeat'. Did you mean 'repeats'?"),
        ("randomSeed: x", "'randomSeed' is 'x', but must be a whole number"),
        ("split: { train: 0.8 }", "'split.train' is '0.8', but train 0.8 + validation 0.15 + test 0.15 is 1.1"),
        ("mri: { network: resnet, epochs: 0 }", "'mri.network' is 'resnet', but must be one of"),
        ("clinical: { dropuot: 0.1 }", "unknown key 'clinical.dropuot'. Did you mean 'dropout'?"),
        ("fusion: { maxDepth: 17 }", "'fusion.maxDepth' is '17', but must be a whole number from 1 to 16."),
        ("evaluation: { subgroups: [{ bands: [45, 30] }] }", "'evaluation.subgroups.bands' is a list, but must rise"),
        ("resources: { mri: { device: gpu } }", "'resources.mri.device' is 'gpu', but must be one of any, cpu, cuda."),
    ];

    [Fact]
    public void Any_faults_together_are_each_told_with_their_line_and_in_its_order() =>
        Gen.Shuffle(Faults).SelectMany(order => Gen.Int[1, Faults.Length].Select(count => order.Take(count).ToArray())).Sample(faults =>
        {
            var refused = Refused(string.Join('\n',
                [Cohort, .. faults.Select(fault => fault.Line),
                    .. faults.Any(fault => fault.Line.StartsWith("mri:", StringComparison.Ordinal)) ? [] : new[] { "mri: {}" }]));
            for (var i = 0; i < faults.Length; i++)
                Assert.Contains(refused.Refusals, said => said.StartsWith($"run.yaml, line {i + 2}: {faults[i].Said}", StringComparison.Ordinal));
            Assert.Equal(2, refused.Line);
            Assert.Equal(string.Join('\n', refused.Refusals), refused.Message);
            var more = faults.Any(fault => fault.Line.StartsWith("mri:", StringComparison.Ordinal)) ? 1 : 0; // epochs too
            more += faults.Any(fault => fault.Line.StartsWith("evaluation:", StringComparison.Ordinal)) ? 1 : 0; // the group's column is missing too
            Assert.Equal(faults.Length + more, refused.Refusals.Length);
        }, iter: 200);

    [Fact]
    public void What_follows_from_a_refusal_is_not_told()
    {
        // Without 'train: x' the others would not sum to 1, and without 'mri' nobody would see the scans.
        Assert.Equal(
            ["run.yaml, line 2: 'split.train' is 'x', but must be a number above 0 and below 1.", "run.yaml, line 3: 'mri' is a section with keys"],
            Refused($"{Cohort}\nsplit: {{ train: x, validation: 0.1, test: 0.1 }}\nmri: 3\n").Refusals.Select(said => said.Split(" (network")[0]));
    }

    [Fact]
    public void Missing_keys_are_told_together() => Assert.Equal(
        ["'cohort.clinical' is missing.", "'cohort.label' is missing:", "'cohort.mri.folder' is missing.", "'folds' is '0',"],
        Refused("cohort: { mri: { volume: 0 } }\nmri: {}\nfolds: 0\n").Refusals.Select(
            said => string.Join(' ', said[(said.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ').Take(3))));

    [Fact]
    public void One_refusal_is_its_own_message() =>
        Assert.Equal("run.yaml, line 2: 'folds' is '1', but must be a whole number from 2 to 20.",
            Refused("cohort: { clinical: c.csv, label: { column: label } }\nfolds: 1\n").Message);

    [Fact]
    public void A_hundred_thousand_unknown_keys_are_refused_in_no_time() =>
        Assert.Equal(100, Refused(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i}: 1\n"))).Refusals.Length);

    private static SpecificationException Refused(string yaml) => Assert.Throws<SpecificationException>(() => RunYaml.Parse(yaml, "run.yaml", "/data"));
}
