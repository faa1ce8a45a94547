using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

public sealed class RunYamlTests
{
    private const string Least = "cohort: { clinical: data/c.csv, label: { column: label } }";

    private const string Everything = """
        name: "everything: with a colon"
        randomSeed: 18446744073709551615
        cohort:
          clinical: ../c.csv
          patientId: id
          label: { column: Disease, positive: [Ankylosing Spondylitis, "yes", Sjögren's] }
          exclude: [HLA-B27, "a, b"]
          columns: { ESR: numeric, "Störung #2": categorical, notes: ignore }
          center: site
          mri: { folder: mri, pattern: "sub-{patient_id}/*.nii.gz", volume: 2 }
        split: { file: split.csv }
        folds: 3
        threadsPerJob: 2
        mri:
          network: resnet3d-18
          width: 16
          input: { size: [64, 48, 32], spacingMm: [1.5, 1.5, 4] }
          pretrained: weights.safetensors
          frozen: [stem, layer1]
          epochs: 7
          patience: 3
          batchSize: 8
          learningRate: 1.0e-5
          weightDecay: 0
          augmentation: { flip: false, rotateDegrees: 3.5, shiftFraction: 0, intensity: 0.25 }
          chooseBy: loss
        clinical: { hidden: [8], dropout: 0, epochs: 2, patience: 1, batchSize: 16, learningRate: 0.01, weightDecay: 1e-5, chooseBy: loss }
        fusion: { maxRounds: 50, maxDepth: 2, learningRate: 0.3, subsample: 0.5 }
        evaluation: { bootstrap: 1000, confidence: 0.9, threshold: { sensitivity: 0.85 }, decisionRange: [0.1, 0.5], subgroups: [sex, { column: "a #2", bands: [30, 45.5] }] }
        resources: { priority: high, maxSlots: 4, mri: { device: cuda, memoryGiB: 7.5 }, clinical: { device: cpu } }
        """;

    [Fact]
    public void The_least_specification_has_the_documented_defaults()
    {
        var run = Read(Least);
        Assert.Equal("/home/x/data/c.csv", run.Cohort.Clinical);
        Assert.Equal((42UL, 5, 1, "patient_id"), (run.RandomSeed, run.Folds, run.ThreadsPerJob, run.Cohort.PatientId));
        Assert.Equal((0.70, 0.15, 0.15), (run.Split.Train, run.Split.Validation, run.Split.Test));
        Assert.Null(run.Mri);
        Assert.Equal([64, 128, 256, 128], run.Clinical!.Hidden);
        Assert.Equal((0.5, 30, 5, 64, 1e-3),
            (run.Clinical.Dropout, run.Clinical.Epochs, run.Clinical.Patience, run.Clinical.BatchSize, run.Clinical.LearningRate));
        Assert.Equal((500, 3, 0.1, 1.0), (run.Fusion.MaxRounds, run.Fusion.MaxDepth, run.Fusion.LearningRate, run.Fusion.Subsample));
        Assert.Equal((200, 0.95), (run.Evaluation.Bootstrap, run.Evaluation.Confidence));
        Assert.Equal((ThresholdRule.Youden, null), (run.Evaluation.Threshold, run.Evaluation.Subgroups));
        Assert.Equal((0.05, 0.60, 56), (run.Evaluation.DecisionThresholds[0], run.Evaluation.DecisionThresholds[^1], run.Evaluation.DecisionThresholds.Length));
    }

    [Fact]
    public void An_empty_MRI_section_is_the_full_network()
    {
        var run = Read("cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri } }\nmri: {}");
        Assert.Equal((50, 64, 30, 5, 4), (run.Mri!.Depth, run.Mri.Width, run.Mri.Epochs, run.Mri.Patience, run.Mri.BatchSize));
        Assert.Equal([128, 128, 32], run.Mri.Input.Size);
        Assert.Equal(("/home/x/mri", "{patient_id}*.nii*"), (run.Cohort.Mri!.Folder, run.Cohort.Mri.Pattern));
        Assert.True(run.Mri.Augmentation.Flip);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var run = Read(Everything);
        Assert.Equal("/home/c.csv", run.Cohort.Clinical);
        Assert.Equal(ulong.MaxValue, run.RandomSeed);
        Assert.Equal(["Ankylosing Spondylitis", "yes", "Sjögren's"], run.Cohort.Label.Positive);
        Assert.Equal("categorical", run.Cohort.Columns["Störung #2"]);
        Assert.Equal(new MriFilesOptions("/home/x/mri", "sub-{patient_id}/*.nii.gz", null, 2), run.Cohort.Mri);
        Assert.Equal([1.5, 1.5, 4], run.Mri!.Input.SpacingMm!.Value);
        Assert.Equal("/home/x/weights.safetensors", run.Mri.Pretrained);
        Assert.Equal(new AugmentationOptions { Flip = false, RotateDegrees = 3.5, ShiftFraction = 0, Intensity = 0.25 }, run.Mri.Augmentation);
        Assert.Equal((CheckpointCriterion.Loss, CheckpointCriterion.Loss), (run.Mri.ChooseBy, run.Clinical!.ChooseBy));
        Assert.Equal("/home/x/split.csv", run.Split.File);
        Assert.Equal(0.85, run.Evaluation.Threshold.Sensitivity);
        Assert.Equal([0.1, 0.5], run.Evaluation.DecisionRange);
        Assert.Equal(["sex", "a #2"], run.Evaluation.Subgroups!.Value.Select(group => group.Column));
        Assert.Equal([30, 45.5], run.Evaluation.Subgroups.Value[1].Bands);
        Assert.Equal(new ResourceOptions(10, 4, new SlotDemand(DeviceKind.Cuda, 7.5), new SlotDemand(DeviceKind.Cpu)), run.Resources);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("off")]
    [InlineData("none")]
    public void Augmentation_can_be_switched_off(string word)
    {
        var run = Read($"cohort: {{ clinical: c.csv, label: {{ column: label }}, mri: {{ folder: mri }} }}\nmri: {{ augmentation: {word} }}\nclinical: none");
        Assert.Equal(new AugmentationOptions { Flip = false, RotateDegrees = 0, ShiftFraction = 0, Intensity = 0 }, run.Mri!.Augmentation);
        Assert.Null(run.Clinical);
    }

    [Theory]
    [InlineData(Least)]
    [InlineData(Everything)]
    [InlineData("cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri, idFrom: path } }\nmri: {}\nclinical: none\nsplit: { column: set }")]
    [InlineData("cohort: { clinical: c.csv, label: { column: label } }\nevaluation: { threshold: youden, subgroups: none }")]
    [InlineData("cohort: { clinical: c.csv, label: { column: label } }\nevaluation: { subgroups: auto }")]
    [InlineData("cohort: { clinical: c.csv, label: { column: label, positive: [a], negative: [b, c] }, decimal: \",\", missing: [k.A., \".\"], belowLimit: half, rename: { Alter: age_years, \"a: b\": c }, rareLevels: keep }")]
    [InlineData("cohort: { clinical: c.csv, label: { column: label }, belowLimit: limit, rareLevels: 10 }\nrules: 1")]
    public void What_is_written_reads_back_the_same_wherever_it_lies(string yaml)
    {
        var run = Read(yaml);
        var written = RunYaml.Write(run);
        var again = RunYaml.ParseAccepted(written, "run.yaml", "/elsewhere");
        Assert.Equal(written, RunYaml.Write(again));
        Assert.Equivalent(run, again, strict: true);
        Assert.Equal(RunKey.Of(run), RunKey.Of(again));
    }

    [Fact]
    public void The_key_of_a_run_knows_its_options_and_not_its_places()
    {
        var key = RunKey.Of(Read(Everything));
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, RunKey.Of(RunYaml.Parse(Everything, "run.yaml", "/another/place")));
        Assert.NotEqual(key, RunKey.Of(Read(Everything.Replace("folds: 3", "folds: 4", StringComparison.Ordinal))));
        Assert.NotEqual(key, RunKey.Of(Read(Everything.Replace("  pretrained: weights.safetensors\n", "", StringComparison.Ordinal))));
        Assert.NotEqual(key, RunKey.Of(Read(Everything.Replace("[HLA-B27, ", "[", StringComparison.Ordinal))));
    }

    /// <summary>What is submitted is read by today's rules; what was accepted without a word of them is of before there was a second set.</summary>
    [Theory]
    [InlineData(Least)]
    [InlineData(Everything)]
    public void An_accepted_run_keeps_its_rules_and_so_its_key_and_text(string yaml)
    {
        var (submitted, accepted) = (Read(yaml), RunYaml.ParseAccepted(yaml, "run.yaml", "/home/x"));
        Assert.Equal((RunRules.Newest, RunRules.First), (submitted.Rules, accepted.Rules));
        Assert.DoesNotContain("rules", RunYaml.Write(accepted));
        Assert.Equal(accepted.Rules, RunYaml.ParseAccepted(RunYaml.Write(accepted), "run.yaml", "/").Rules);
        Assert.Equal(submitted.Rules, RunYaml.ParseAccepted(RunYaml.Write(submitted), "run.yaml", "/").Rules);
        Assert.NotEqual(RunKey.Of(submitted), RunKey.Of(accepted));
        Assert.Equal(RunKey.Of(accepted), RunKey.Of(Read(yaml + "\nrules: 1")));
    }

    /// <summary>Computed by versions that knew no rules, the first one even no resources: a journal of that time finds its runs again.</summary>
    [Theory]
    [InlineData(Least, "312931b2d8210d65f228c0e2475fd0a199930fa4d8159e82925a9c5f4d11d123")]
    [InlineData(Everything, "49fdbd5802d32c1ae5d4dc159a129378d4522e1863bc5c22bd5839d9c0db5004")]
    public void The_key_of_a_run_of_before_there_were_rules_is_what_it_was(string yaml, string key) =>
        Assert.Equal(key, RunKey.Of(RunYaml.ParseAccepted(yaml, "run.yaml", "/home/x")));

    [Theory]
    [InlineData("resources: { priority: 7 }")]
    [InlineData("resources: { maxSlots: 1, mri: { device: cuda, memoryGiB: 40 }, clinical: { memoryGiB: 0.5 } }")]
    public void What_a_run_may_take_of_the_cluster_does_not_make_it_another_run(string resources)
    {
        var (plain, with) = (Read(Least), Read(Least + "\n" + resources));
        Assert.NotEqual(plain.Resources, with.Resources);
        Assert.Equal(RunKey.Of(plain), RunKey.Of(with));
        Assert.Equivalent(with, Read(RunYaml.Write(with)), strict: true);
    }

    [Fact]
    public void A_repeated_cross_validation_is_another_run_and_a_single_one_is_written_as_ever()
    {
        var (once, thrice) = (Read(Least), Read(Least + "\nrepeats: 3"));
        Assert.Equal((1, 3), (once.Repeats, thrice.Repeats));
        Assert.DoesNotContain("repeats", RunYaml.Write(once));
        Assert.Contains("\nfolds: 5\nrepeats: 3\n", RunYaml.Write(thrice));
        Assert.NotEqual(RunKey.Of(once), RunKey.Of(thrice));
        Assert.Equivalent(thrice, Read(RunYaml.Write(thrice)), strict: true);
    }

    [Fact]
    public void What_is_said_of_resources_is_told_from_what_is_not()
    {
        Assert.Equal(new ResourceOptions(), Read(Least + "\nresources: {}").Resources);
        var said = Read(Least + "\nresources: { priority: normal, maxSlots: none, mri: {} }").Resources;
        Assert.Equal(new ResourceOptions(0, null, new SlotDemand()), said);
        // A later submission keeps what it does not speak of.
        Assert.Equal(new ResourceOptions(10, 4, new SlotDemand()),
            new ResourceOptions(10, 4, new SlotDemand(DeviceKind.Cuda, 8)).With(new ResourceOptions(Mri: new SlotDemand())));
    }

    [Fact]
    public void Writing_the_defaults_out_does_not_make_another_run() =>
        Assert.Equal(RunKey.Of(Read(Least)), RunKey.Of(Read(Least + "\nfolds: 5\nrepeats: 1\nfusion: { maxDepth: 3 }\nclinical: { dropout: 0.50 }")));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_key()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run.yaml"], Least, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(folder["data/c.csv"], RunYaml.Read(folder["run.yaml"]).Cohort.Clinical);
    }

    private static RunSpecification Read(string yaml) => RunYaml.Parse(yaml, "run.yaml", "/home/x");
}
