using System.Collections.Immutable;
using AxSpa.Pipeline.Texts;
using AxSpa.Pipeline.Branches;
using static AxSpa.Pipeline.Specification.YamlText;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>The MRI branch: a 3D residual network and how it is trained.</summary>
public sealed record MriOptions : BranchOptions
{
    public MriOptions() => (BatchSize, LearningRate, WeightDecay) = (4, 1e-4, 1e-4);

    private static readonly string[] Stages = ["stem", "layer1", "layer2", "layer3", "layer4"];

    /// <summary>10, 18, 34, 50 or 101: the depth in <c>resnet3d-50</c>.</summary>
    public int Depth { get; init; } = 50;
    public int Width { get; init; } = 64;
    public InputGeometry Input { get; init; } = new();
    public string? Pretrained { get; init; }

    /// <summary>Of stem, layer1, layer2, layer3, layer4.</summary>
    public ImmutableArray<string> Frozen { get; init; } = [];
    public AugmentationOptions Augmentation { get; init; } = new();

    public static SectionForm<MriOptions> Form { get; } = new SectionForm<MriOptions>(context => new MriOptions { Input = InputGeometry.Form.Unsaid(context) })
        .Key(
            "network", o => o.Depth, (o, v) => o with { Depth = v },
            Word(("resnet3d-10", 10), ("resnet3d-18", 18), ("resnet3d-34", 34), ("resnet3d-50", 50), ("resnet3d-101", 101)),
            "residual network over volumes and its depth")
        .Key("width", o => o.Width, (o, v) => o with { Width = v }, Whole(1, 512), "channels of the first layer")
        .Key("input", o => o.Input, (o, v) => o with { Input = v }, Section(InputGeometry.Form))
        .Key("pretrained", o => o.Pretrained, (o, v) => o with { Pretrained = v }, PretrainedWeights, "weights to begin with")
        .Key("frozen", o => o.Frozen, (o, v) => o with { Frozen = v }, FrozenStages, "parts that keep their pretrained weights")
        .Key("epochs", o => o.Epochs, (o, v) => o with { Epochs = v }, Whole(1, 10_000), "passes over the training patients at most")
        .Key("patience", o => o.Patience, (o, v) => o with { Patience = v }, Whole(1, 10_000), "epochs without a better validation before training stops")
        .Key("batchSize", o => o.BatchSize, (o, v) => o with { BatchSize = v }, Whole(1, 1024), "scans per step")
        .Key("learningRate", o => o.LearningRate, (o, v) => o with { LearningRate = v }, Number(NumberRange.Rate), "Adam's step")
        .Key("weightDecay", o => o.WeightDecay, (o, v) => o with { WeightDecay = v }, Number(NumberRange.Fraction), "L2 penalty on the weights")
        .Key("augmentation", o => o.Augmentation, (o, v) => o with { Augmentation = v }, AugmentationOptions.Value)
        .Key("chooseBy", o => o.ChooseBy, (o, v) => o with { ChooseBy = v }, Criterion, "what the best epoch is best at, on validation");

    private static YamlValue<string?> PretrainedWeights => PathOrNull with
    {
        Read = (section, key, otherwise, context) => section.IsWord(key, "none") ? null : PathOrNull.Read(section, key, otherwise, context),
    };

    private static YamlValue<ImmutableArray<string>> FrozenStages => TextList with
    {
        Read = (section, key, otherwise, _) =>
        {
            var frozen = section.Texts(key, otherwise);
            return frozen.FirstOrDefault(stage => !Stages.Contains(stage)) is { } unknown
                ? throw section.Refuse(key, $"holds '{unknown}', and its entries must be of {string.Join(", ", Stages)}", NearestName.Hint(unknown, Stages))
                : frozen;
        },
    };
}

/// <summary>The measure on the validation set that picks the checkpoint and stops training.</summary>
public enum CheckpointCriterion { Auroc, Loss }

/// <summary>The grid every scan is brought to after reorientation.</summary>
/// <param name="Size">Voxels along the three axes of the frame, x, y, z.</param>
/// <param name="SpacingMm">When set, voxels of this size, centred on the scan, then cropped or padded to <paramref name="Size"/>.</param>
/// <param name="Frame">What the three axes are.</param>
public sealed record InputGeometry(ImmutableArray<int> Size, ImmutableArray<double>? SpacingMm = null, ScanFrame Frame = ScanFrame.Acquisition)
{
    public InputGeometry() : this([128, 128, 32]) { }

    /// <summary>The frame where the YAML names none.</summary>
    public static ScanFrame FrameUnder(int rules) => rules >= RunRules.Second ? ScanFrame.Acquisition : ScanFrame.Ras;

    public static SectionForm<InputGeometry> Form { get; } = new SectionForm<InputGeometry>(context => new InputGeometry { Frame = FrameUnder(context.Rules) })
        .Key(
            "frame", o => o.Frame, (o, v) => o with { Frame = v }, Word(("acquisition", ScanFrame.Acquisition), ("ras", ScanFrame.Ras)),
            "frame that scans are reoriented to", leftOutAtDefault: true)
        .Key(
            "size", o => o.Size, (o, v) => o with { Size = v },
            Wholes(4, 1024, count => count == 3, "must be three numbers: voxels along x, y, z, such as [128, 128, 32]"), "voxels along x, y, z")
        .Key("spacingMm", o => o.SpacingMm, (o, v) => o with { SpacingMm = v }, Spacing, "size of a voxel; none: the whole scan is stretched to the size");

    private static YamlValue<ImmutableArray<double>?> Spacing => new(
        (section, key, _, _) =>
        {
            var spacing = section.Numbers(key, new NumberRange(0.01, 100));
            return spacing is { Length: not 3 }
                ? throw section.Refuse(key, "must be three numbers: millimetres along x, y, z, such as [1.5, 1.5, 4]", DecimalComma.InList(spacing?.Length, 3))
                : spacing;
        },
        (spacing, _) => spacing is { } millimetres ? Numbers(millimetres) : "null");
}

/// <summary>The frame that scans are reoriented to.</summary>
public enum ScanFrame
{
    /// <summary>
    /// Scans of thick slices: x and y within the slices, z through them (<see cref="Imaging.AcquisitionFrame"/>). Nearly isotropic volumes: RAS.
    /// </summary>
    Acquisition,

    /// <summary>x to the patient's right, y to the front, z up, by the stored axes nearest to them: near 45° a degree more or less changes which.</summary>
    Ras,
}

/// <summary>How scans are changed at random while the network learns.</summary>
public sealed record AugmentationOptions
{
    public bool Flip { get; init; } = true;
    public double RotateDegrees { get; init; } = 10;
    public double ShiftFraction { get; init; } = 0.1;
    public double Intensity { get; init; } = 0.1;

    private static readonly AugmentationOptions None = new() { Flip = false, RotateDegrees = 0, ShiftFraction = 0, Intensity = 0 };

    public static SectionForm<AugmentationOptions> Form { get; } = new SectionForm<AugmentationOptions>(_ => new AugmentationOptions())
        .Key("flip", o => o.Flip, (o, v) => o with { Flip = v }, Flag, "left and right swapped in half of the scans")
        .Key("rotateDegrees", o => o.RotateDegrees, (o, v) => o with { RotateDegrees = v }, Number(new NumberRange(0, 180)), "turned by up to this much")
        .Key(
            "shiftFraction", o => o.ShiftFraction, (o, v) => o with { ShiftFraction = v }, Number(new NumberRange(0, 0.5)),
            "moved by up to this part of the size")
        .Key(
            "intensity", o => o.Intensity, (o, v) => o with { Intensity = v }, Number(NumberRange.Fraction),
            "brightness and contrast changed by up to this much");

    private static YamlValue<AugmentationOptions> Keys { get; } = Section(Form);

    /// <summary>Its keys, or a word that switches all of it off.</summary>
    public static YamlValue<AugmentationOptions> Value { get; } = Keys with
    {
        Read = (section, key, otherwise, context) => section.IsWord(key, "false", "off", "none") ? None : Keys.Read(section, key, otherwise, context),
    };
}
