using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Specification;

/// <summary>
/// The whole of a run as a researcher wrote it, with defaults filled in and every value checked (see docs/run-yaml.md).
/// Read by <see cref="RunYaml"/>.
/// </summary>
public sealed record RunSpecification
{
    public required string Name { get; init; }

    /// <summary>Who the patients are and what is asked, in the authors' words, for the report; null: nothing is said. It is no part of the run's key.</summary>
    public string? Description { get; init; }

    /// <summary>By which rules tables and scans are read (<see cref="RunRules"/>).</summary>
    public int Rules { get; init; } = RunRules.Newest;
    public ulong RandomSeed { get; init; } = 42;
    public required CohortOptions Cohort { get; init; }
    public SplitOptions Split { get; init; } = new();
    public int Folds { get; init; } = 5;

    /// <summary>How often the cross-validation is done; the models are those of the first time.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Torch threads of one job. Part of the specification because sums, and so results, depend on it.</summary>
    public int ThreadsPerJob { get; init; } = 1;

    /// <summary>Null: no MRI branch.</summary>
    public MriOptions? Mri { get; init; }

    /// <summary>Null (written <c>clinical: none</c>): no clinical branch. Left out: the defaults.</summary>
    public ClinicalOptions? Clinical { get; init; } = new();
    public FusionOptions Fusion { get; init; } = new();
    public EvaluationOptions Evaluation { get; init; } = new();
    public ResourceOptions Resources { get; init; } = new();

    /// <summary>Every path cut down to its last name: what a model needs to know of its data, without where it lay.</summary>
    public RunSpecification WithoutFolders() => this with
    {
        Cohort = Cohort with
        {
            Clinical = Path.GetFileName(Cohort.Clinical),
            Mri = Cohort.Mri is { } scans ? scans with { Folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(scans.Folder)) } : null,
        },
        Split = Split.File is { } file ? Split with { File = Path.GetFileName(file) } : Split,
        Mri = Mri?.Pretrained is { } weights ? Mri with { Pretrained = Path.GetFileName(weights) } : Mri,
    };
}

/// <summary>Which patients, where their data lies, and what is to be predicted.</summary>
public sealed record CohortOptions
{
    /// <summary>Path of the clinical table, absolute once read.</summary>
    public required string Clinical { get; init; }

    /// <summary>The column with the patient's id, or <c>row</c>: each row is a patient of its own, numbered from 1.</summary>
    public string PatientId { get; init; } = "patient_id";
    public required LabelOptions Label { get; init; }
    public ImmutableArray<string> Exclude { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public string? Center { get; init; }

    /// <summary>Decimal comma, words for missing values, limits of detection, other names of columns.</summary>
    public TableReading Reading { get; init; } = TableReading.Usual;

    /// <summary>Patients that a level of a categorical column needs to stand by its name (<see cref="Cohort.RareLevels"/>); 1: every level does.</summary>
    public int RareLevels { get; init; } = Cohort.RareLevels.UsualLeast;
    public MriFilesOptions? Mri { get; init; }
}

/// <param name="Positive">Values that count as a case; empty: the column holds 0 and 1.</param>
/// <param name="Negative">With positive values: those of the controls, and every other one is refused; empty: whoever is not positive is a control.</param>
public sealed record LabelOptions(string Column, ImmutableArray<string> Positive, ImmutableArray<string> Negative)
{
    public LabelOptions(string column, ImmutableArray<string> positive) : this(column, positive, []) { }
}

/// <param name="Folder">Absolute once read.</param>
/// <param name="Pattern">File name pattern with <c>{patient_id}</c>; <c>*</c> and <c>?</c> as in a shell.</param>
/// <param name="IdFrom">A column of the clinical table that holds the scan's path relative to the folder, instead of a pattern.</param>
/// <param name="Volume">Which volume of a 4-D file, from 0; null: 4-D files with more than one volume are refused.</param>
public sealed record MriFilesOptions(string Folder, string Pattern = "{patient_id}*.nii*", string? IdFrom = null, int? Volume = null);

/// <summary>Fractions that sum to 1, or a column or file that says where each patient belongs.</summary>
public sealed record SplitOptions
{
    public double Train { get; init; } = 0.70;
    public double Validation { get; init; } = 0.15;
    public double Test { get; init; } = 0.15;
    public string? Column { get; init; }
    public string? File { get; init; }
}

public sealed record MriOptions
{
    /// <summary>10, 18, 34, 50 or 101: the depth in <c>resnet3d-50</c>.</summary>
    public int Depth { get; init; } = 50;
    public int Width { get; init; } = 64;
    public InputGeometry Input { get; init; } = new();
    public string? Pretrained { get; init; }

    /// <summary>Of stem, layer1, layer2, layer3, layer4.</summary>
    public ImmutableArray<string> Frozen { get; init; } = [];
    public int Epochs { get; init; } = 30;
    public int Patience { get; init; } = 5;
    public int BatchSize { get; init; } = 4;
    public double LearningRate { get; init; } = 1e-4;
    public double WeightDecay { get; init; } = 1e-4;
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>What the best epoch is best at.</summary>
    public CheckpointCriterion ChooseBy { get; init; } = CheckpointCriterion.Auroc;
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

public sealed record AugmentationOptions
{
    public bool Flip { get; init; } = true;
    public double RotateDegrees { get; init; } = 10;
    public double ShiftFraction { get; init; } = 0.1;
    public double Intensity { get; init; } = 0.1;
}

public sealed record ClinicalOptions
{
    public ImmutableArray<int> Hidden { get; init; } = [64, 128, 256, 128];
    public double Dropout { get; init; } = 0.5;
    public int Epochs { get; init; } = 30;
    public int Patience { get; init; } = 5;
    public int BatchSize { get; init; } = 64;
    public double LearningRate { get; init; } = 1e-3;
    public double WeightDecay { get; init; }
    public CheckpointCriterion ChooseBy { get; init; } = CheckpointCriterion.Auroc;
}

public sealed record FusionOptions
{
    public int MaxRounds { get; init; } = 500;
    public int MaxDepth { get; init; } = 3;
    public double LearningRate { get; init; } = 0.1;
    public double Subsample { get; init; } = 1;
}
