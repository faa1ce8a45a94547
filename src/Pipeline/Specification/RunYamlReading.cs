using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Specification;

/// <summary>From the sections of a YAML file to a checked <see cref="RunSpecification"/>.</summary>
internal static class RunYamlReading
{
    private static readonly NumberRange Fraction = new(0, 1);
    private static readonly NumberRange Rate = new(0, 1, AboveLeast: true);
    private static readonly NumberRange SpacingMm = new(0.01, 100);

    public static RunSpecification Specification(RunYamlSection top, string folder, int rulesUnsaid)
    {
        var cohort = top.Section("cohort") ?? throw top.Refuse("cohort", "is missing: it says where the patients are. See samples/");
        var rules = top.Integer("rules", rulesUnsaid, RunRules.First, RunRules.Newest);
        var specification = new RunSpecification
        {
            Name = top.Text("name", "axspa-baseline"),
            Description = top.OptionalText("description"),
            Rules = rules,
            RandomSeed = top.Unsigned("randomSeed", 42),
            Cohort = Cohort(cohort, folder, rules),
            Split = Split(top.Section("split"), folder),
            Folds = top.Integer("folds", 5, 2, 20),
            Repeats = top.Integer("repeats", 1, 1, 20),
            ThreadsPerJob = top.Integer("threadsPerJob", 1, 1, 256),
            Mri = top.IsWord("mri", "none") ? null : Mri(top.Section("mri"), folder, rules),
            Clinical = top.IsWord("clinical", "none") ? null : Clinical(top.Section("clinical")),
            Fusion = Fusion(top.Section("fusion")),
            Evaluation = Evaluation(top.Section("evaluation")),
            Resources = Resources(top.Section("resources")),
        };
        if (specification is { Mri: null, Cohort.Mri: not null })
            throw cohort.Refuse("mri", "there is no section 'mri' at the top, so no network would see the scans. Add 'mri: {}' for the default network, or take 'cohort.mri' out", with: ["/mri"]);
        if (specification is { Mri: not null, Cohort.Mri: null })
            throw top.Refuse("mri", "'cohort.mri' is missing, so there are no scans to learn from. Add 'mri: { folder: … }' under 'cohort', or take this section out", with: ["/cohort.mri"]);
        if (specification is { Mri: null, Clinical: null })
            throw top.Refuse("clinical", "there is no MRI branch either, so nothing would learn. Leave 'clinical' out for its defaults", with: ["/mri", "/cohort.mri"]);
        return rules >= RunRules.Second ? RunYamlTables.Formed(specification) : specification;
    }

    private static CohortOptions Cohort(RunYamlSection cohort, string folder, int rules) => new()
    {
        Clinical = Absolute(folder, cohort.Required("clinical", "clinical: data/clinical.csv")),
        PatientId = cohort.Text("patientId", "patient_id"),
        Label = Label(cohort.Section("label") ?? throw cohort.Refuse("label", "is missing: what is to be predicted? Add for example 'label: { column: label }'")),
        Exclude = cohort.Texts("exclude", []),
        Columns = cohort.Words("columns", "numeric", "binary", "categorical", "ignore"),
        Center = cohort.OptionalText("center"),
        Reading = RunYamlTables.Reading(cohort),
        RareLevels = RunYamlTables.RareLevels(cohort, rules),
        Mri = cohort.IsWord("mri", "none") ? null : MriFiles(cohort.Section("mri"), folder),
    };

    internal static LabelOptions Label(RunYamlSection label)
    {
        var (positive, negative) = (label.Texts("positive", []), label.Texts("negative", []));
        if (positive.IsEmpty && !negative.IsEmpty)
            throw label.Refuse("negative", "'cohort.label.positive' is missing: it says which values are the cases'. Add it, or take 'negative' out where the column holds 0 and 1");
        return positive.Select(CellForm.Of).Intersect(negative.Select(CellForm.Of)).FirstOrDefault() is { } both
            ? throw label.Refuse("negative", $"'{both}' is among the positive values too. Take it out of one of them")
            : new(label.Required("column", "column: label"), positive, negative);
    }

    internal static MriFilesOptions? MriFiles(RunYamlSection? files, string folder)
    {
        if (files is null) return null;
        if (files.OptionalText("idFrom") is not null && files.OptionalText("pattern") is not null)
            throw files.Refuse("pattern", "'cohort.mri.idFrom' is set too. Scans are found by one of them: take the other out");
        var pattern = files.Text("pattern", "{patient_id}*.nii*");
        if (!pattern.Contains("{patient_id}", StringComparison.Ordinal))
            throw files.Refuse("pattern", "must hold {patient_id}, for example \"{patient_id}*.nii*\"");
        return new MriFilesOptions(
            Absolute(folder, files.Required("folder", "folder: data/mri")), pattern, files.OptionalText("idFrom"),
            files.OptionalInteger("volume", 0, 32766));
    }

    private static SplitOptions Split(RunYamlSection? split, string folder)
    {
        if (split is null) return new SplitOptions();
        var (column, file) = (split.OptionalText("column"), split.OptionalText("file"));
        var fractions = split.Has("train") || split.Has("validation") || split.Has("test");
        if (column is not null && file is not null) throw split.Refuse("file", "'split.column' is set too. Use one of them");
        if (fractions && (column ?? file) is not null)
            throw split.Refuse(column is null ? "file" : "column", "fractions (train, validation, test) are given too. Use one of them");
        if ((column ?? file) is not null)
            return new SplitOptions { Column = column, File = file is null ? null : Absolute(folder, file) };
        var options = new SplitOptions
        {
            Train = split.Number("train", 0.70, new NumberRange(0, 1, AboveLeast: true, BelowMost: true)),
            Validation = split.Number("validation", 0.15, new NumberRange(0, 1, AboveLeast: true, BelowMost: true)),
            Test = split.Number("test", 0.15, Fraction),
        };
        var sum = options.Train + options.Validation + options.Test;
        return Math.Abs(sum - 1) <= 1e-9
            ? options
            : throw split.Refuse("train", FormattableString.Invariant($"train {options.Train} + validation {options.Validation} + test {options.Test} is {Math.Round(sum, 9)}, and must be 1"), with: ["validation", "test"]);
    }

    private static MriOptions? Mri(RunYamlSection? mri, string folder, int rules) => mri is null ? null : new()
    {
        Depth = mri.Choice("network", 50,
            ("resnet3d-10", 10), ("resnet3d-18", 18), ("resnet3d-34", 34), ("resnet3d-50", 50), ("resnet3d-101", 101)),
        Width = mri.Integer("width", 64, 1, 512),
        Input = Input(mri.Section("input"), rules),
        Pretrained = mri.IsWord("pretrained", "none") ? null : mri.OptionalText("pretrained") is { } weights ? Absolute(folder, weights) : null,
        Frozen = Frozen(mri),
        Epochs = mri.Integer("epochs", 30, 1, 10_000),
        Patience = mri.Integer("patience", 5, 1, 10_000),
        BatchSize = mri.Integer("batchSize", 4, 1, 1024),
        LearningRate = mri.Number("learningRate", 1e-4, Rate),
        WeightDecay = mri.Number("weightDecay", 1e-4, Fraction),
        Augmentation = Augmentation(mri),
        ChooseBy = ChooseBy(mri),
    };

    private static InputGeometry Input(RunYamlSection? input, int rules)
    {
        var frame = InputGeometry.FrameUnder(rules);
        if (input is null) return new InputGeometry() with { Frame = frame };
        var size = input.Integers("size", [128, 128, 32], 4, 1024);
        var spacing = input.Numbers("spacingMm", SpacingMm);
        if (size.Length != 3) throw input.Refuse("size", "must be three numbers: voxels along x, y, z, such as [128, 128, 32]");
        if (spacing is { Length: not 3 }) throw input.Refuse("spacingMm", "must be three numbers: millimetres along x, y, z, such as [1.5, 1.5, 4]", DecimalComma.InList(spacing?.Length, 3));
        return new InputGeometry(size, spacing, input.Choice("frame", frame, ("acquisition", ScanFrame.Acquisition), ("ras", ScanFrame.Ras)));
    }

    private static ImmutableArray<string> Frozen(RunYamlSection mri)
    {
        string[] stages = ["stem", "layer1", "layer2", "layer3", "layer4"];
        var frozen = mri.Texts("frozen", []);
        return frozen.FirstOrDefault(stage => !stages.Contains(stage)) is { } unknown
            ? throw mri.Refuse("frozen", $"holds '{unknown}', and its entries must be of {string.Join(", ", stages)}", NearestName.Hint(unknown, stages))
            : frozen;
    }

    private static AugmentationOptions Augmentation(RunYamlSection mri)
    {
        if (mri.IsWord("augmentation", "false", "off", "none"))
            return new AugmentationOptions { Flip = false, RotateDegrees = 0, ShiftFraction = 0, Intensity = 0 };
        return mri.Section("augmentation") is not { } augmentation ? new AugmentationOptions() : new AugmentationOptions
        {
            Flip = augmentation.Flag("flip", true),
            RotateDegrees = augmentation.Number("rotateDegrees", 10, new NumberRange(0, 180)),
            ShiftFraction = augmentation.Number("shiftFraction", 0.1, new NumberRange(0, 0.5)),
            Intensity = augmentation.Number("intensity", 0.1, Fraction),
        };
    }

    private static ClinicalOptions Clinical(RunYamlSection? clinical)
    {
        if (clinical is null) return new ClinicalOptions();
        var hidden = clinical.Integers("hidden", [64, 128, 256, 128], 1, 8192);
        if (hidden.Length is 0 or > 16) throw clinical.Refuse("hidden", "must be 1 to 16 layer widths, such as [64, 128, 256, 128]");
        return new ClinicalOptions
        {
            Hidden = hidden,
            Dropout = clinical.Number("dropout", 0.5, new NumberRange(0, 1, BelowMost: true)),
            Epochs = clinical.Integer("epochs", 30, 1, 10_000),
            Patience = clinical.Integer("patience", 5, 1, 10_000),
            BatchSize = clinical.Integer("batchSize", 64, 2, 65_536),
            LearningRate = clinical.Number("learningRate", 1e-3, Rate),
            WeightDecay = clinical.Number("weightDecay", 0, Fraction),
            ChooseBy = ChooseBy(clinical),
        };
    }

    private static CheckpointCriterion ChooseBy(RunYamlSection branch) =>
        branch.Choice("chooseBy", CheckpointCriterion.Auroc, ("auroc", CheckpointCriterion.Auroc), ("loss", CheckpointCriterion.Loss));

    private static FusionOptions Fusion(RunYamlSection? fusion) => fusion is null ? new() : new()
    {
        MaxRounds = fusion.Integer("maxRounds", 500, 1, 100_000),
        MaxDepth = fusion.Integer("maxDepth", 3, 1, 16),
        LearningRate = fusion.Number("learningRate", 0.1, Rate),
        Subsample = fusion.Number("subsample", 1, Rate),
    };

    private static EvaluationOptions Evaluation(RunYamlSection? evaluation) => evaluation is null ? new() : new()
    {
        Bootstrap = evaluation.Integer("bootstrap", 200, 20, 1_000_000),
        Confidence = evaluation.Number("confidence", 0.95, new NumberRange(0.5, 0.999)),
        Threshold = Threshold(evaluation),
        DecisionRange = DecisionRange(evaluation),
        Subgroups = Subgroups(evaluation),
    };

    private static ThresholdRule Threshold(RunYamlSection evaluation)
    {
        if (!evaluation.Has("threshold") || evaluation.IsWord("threshold", "youden")) return ThresholdRule.Youden;
        if (!evaluation.IsSection("threshold"))
            throw evaluation.Refuse("threshold", "must be youden, or the least sensitivity, such as { sensitivity: 0.90 }");
        var threshold = evaluation.Section("threshold")!;
        return threshold.Has("sensitivity")
            ? new ThresholdRule(threshold.Number("sensitivity", 0, new NumberRange(0, 1, AboveLeast: true)))
            : throw threshold.Refuse("sensitivity", "is missing: the least share of cases to be found, such as 0.90");
    }

    private static ImmutableArray<double> DecisionRange(RunYamlSection evaluation)
    {
        var range = evaluation.Numbers("decisionRange", new NumberRange(0.01, 0.99)) ?? new EvaluationOptions().DecisionRange;
        return range is [var low, var high] && low < high
            ? range
            : throw evaluation.Refuse("decisionRange", "must be the lowest and the highest threshold probability, such as [0.05, 0.60]", DecimalComma.InList(range.Length, 2));
    }

    private static ImmutableArray<SubgroupOptions>? Subgroups(RunYamlSection evaluation)
    {
        if (!evaluation.Has("subgroups") || evaluation.IsWord("subgroups", "auto")) return null;
        if (evaluation.IsWord("subgroups", "none")) return [];
        var groups = evaluation.TextsOrSections("subgroups", "auto, none, or a list of columns, such as [sex, { column: age_years, bands: [30, 45] }]")
            .Select(item => item.Text is { } column ? new SubgroupOptions(column, []) : Subgroup(item.Section!)).ToImmutableArray();
        return groups.Select(group => group.Column).Distinct(StringComparer.Ordinal).Count() == groups.Length
            ? groups
            : throw evaluation.Refuse("subgroups", "names a column twice");
    }

    private static SubgroupOptions Subgroup(RunYamlSection group)
    {
        var bands = group.Numbers("bands", new NumberRange(-1e9, 1e9)) ?? [];
        return bands.Zip(bands.Skip(1)).All(pair => pair.First < pair.Second)
            ? new SubgroupOptions(group.Required("column", "column: age_years"), bands)
            : throw group.Refuse("bands", "must rise, such as [30, 45]");
    }

    private static ResourceOptions Resources(RunYamlSection? resources) => resources is null ? new() : new(
        resources.OptionalText("priority") is { } text
            ? RunPriority.TryParse(text, out var priority) ? priority : throw resources.Refuse("priority", $"must be {RunPriority.Allowed}", NearestName.Hint(text, ["low", "normal", "high"]))
            : null,
        resources.IsWord("maxSlots", "none") ? null : resources.OptionalInteger("maxSlots", 1, 10_000),
        Demand(resources.Section("mri")), Demand(resources.Section("clinical")));

    private static SlotDemand? Demand(RunYamlSection? branch) => branch is null ? null : new(
        branch.Choice("device", DeviceKind.Any, ("any", DeviceKind.Any), ("cpu", DeviceKind.Cpu), ("cuda", DeviceKind.Cuda)),
        branch.Number("memoryGiB", 0, new NumberRange(0, 100_000)));

    private static string Absolute(string folder, string path) => Path.GetFullPath(path, folder);
}
