using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Methods;

/// <summary>What the page says in sentences about how it was done; the sentences themselves stand in methods.html.</summary>
/// <param name="Case">What a case has: <c>“Ankylosing Spondylitis” in column “Disease”</c>.</param>
/// <param name="Features">The columns of the clinical table.</param>
/// <param name="Present">The branches by what they are and learn from.</param>
internal sealed record MethodsSection(
    string Case, int Folds, int Repeats, string Split, BranchSentences Present, bool HasMri, MriMethods Mri, bool HasClinical, ClinicalMethods Clinical,
    bool HasFusion, FusionMethods Fusion,
    EvaluationMethods Evaluation, ImmutableArray<OtherMethods> Others, ImmutableArray<string> Features, ImmutableArray<string> LeftOut,
    Table Table)
{
    public static MethodsSection Of(ReportContents contents)
    {
        var (spec, cohort, figures) = (contents.Specification, contents.Cohort, contents.Figures);
        var (hasMri, hasClinical) = (Has(figures, PredictorId.Mri), Has(figures, PredictorId.Clinical));
        return new MethodsSection(
            CaseOf(spec.Cohort.Label), spec.Folds, spec.Repeats, SplitOf(spec), BranchSentences.Of(spec, figures),
            hasMri, MriMethods.Of(spec, cohort), hasClinical,
            ClinicalMethods.Of(spec),
            Has(figures, PredictorId.Fusion), FusionMethods.Of(spec, figures), EvaluationMethods.Of(spec, figures), OtherMethods.Of(spec, figures),
            [.. cohort.Columns.Select(column => column.Name)],
            [.. cohort.ColumnsLeftOut.Select(column => $"{column.Name} ({column.Reason})")], Hyperparameters.Table(spec));
    }

    public static bool Has(EvaluationReport figures, PredictorId model) =>
        figures.Models.Any(one => one.Name == model.Key && one.NotAvailable is null);

    public static string CaseOf(LabelOptions label) => label.Positive.IsEmpty
        ? $"1 in column “{label.Column}”"
        : $"{string.Join(" or ", label.Positive.Select(value => $"“{value}”"))} in column “{label.Column}”";

    private static string SplitOf(RunSpecification spec) => spec.Split switch
    {
        { Column: { } column } => $"taken from the column “{column}” of the table",
        { File: { } file } => $"taken from the file {Path.GetFileName(file)}",
        var split => string.Create(CultureInfo.InvariantCulture,
            $"drawn {split.Train * 100:0.##}/{split.Validation * 100:0.##}/{split.Test * 100:0.##} (training/validation/test), stratified by "
            + $"outcome{(spec.Mri is null ? "" : spec.Cohort.Center is null ? " and availability of MRI" : ", availability of MRI")}"
            + $"{(spec.Cohort.Center is { } center ? $" and center (“{center}”)" : "")}"),
    };
}

/// <param name="IsRas">Scans were reoriented to RAS; else to the frame of their acquisition.</param>
/// <param name="Planes">In which planes they were acquired; empty where a run of before does not tell.</param>
/// <param name="Grid">How scans come to the network's voxels, as a sentence's part.</param>
internal sealed record MriMethods(
    int Depth, int Width, bool IsRas, string Planes, string Grid, string Pretrained, string Frozen, string Augmentation, Training Training)
{
    public static MriMethods Of(RunSpecification spec, CohortReport cohort)
    {
        if (spec.Mri is not { } mri) return new MriMethods(0, 0, true, "", "", "", "", "", Training.None);
        var size = string.Join(" × ", mri.Input.Size);
        var (change, isRas) = (mri.Augmentation, mri.Input.Frame == ScanFrame.Ras);
        string[] changes =
        [
            .. change.Flip ? ["left and right swapped in half of them"] : (string[])[],
            .. change.RotateDegrees > 0
                ? [Invariant($"turned by up to {change.RotateDegrees}° {(isRas ? "about the body's long axis" : "within the slices")}")]
                : (string[])[],
            .. change.ShiftFraction > 0 ? [Invariant($"moved by up to {change.ShiftFraction * 100:0.##}% of the volume along each axis")] : (string[])[],
            .. change.Intensity > 0 ? [Invariant($"brightness and contrast changed by up to {change.Intensity * 100:0.##}%")] : (string[])[],
        ];
        return new MriMethods(
            mri.Depth, mri.Width, isRas, PlaneCount.Text(cohort.Planes ?? []),
            mri.Input.SpacingMm is { } spacing
                ? $"voxels of {string.Join(" × ", spacing.Select(mm => Invariant($"{mm}")))} mm centred on the scan, cropped or padded to {size} (x, y, z)"
                : $"the whole scan stretched to {size} voxels (x, y, z)",
            mri.Pretrained is { } weights ? Path.GetFileName(weights) : "", string.Join(", ", mri.Frozen), string.Join("; ", changes),
            new Training(mri.Epochs, mri.Patience, mri.BatchSize, Invariant($"{mri.LearningRate}"), Invariant($"{mri.WeightDecay}"), By(mri.ChooseBy)));
    }

    internal static string By(CheckpointCriterion criterion) => criterion == CheckpointCriterion.Auroc ? "the highest AUROC" : "the lowest loss";

    internal static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <param name="Hidden">Widths of the layers.</param>
internal sealed record ClinicalMethods(string Hidden, string Dropout, Training Training)
{
    public static ClinicalMethods Of(RunSpecification spec) => spec.Clinical is not { } clinical
        ? new ClinicalMethods("", "", Training.None)
        : new ClinicalMethods(
            string.Join(", ", clinical.Hidden), MriMethods.Invariant($"{clinical.Dropout}"),
            new Training(
                clinical.Epochs, clinical.Patience, clinical.BatchSize, MriMethods.Invariant($"{clinical.LearningRate}"),
                MriMethods.Invariant($"{clinical.WeightDecay}"), MriMethods.By(clinical.ChooseBy)));
}

internal sealed record Training(int Epochs, int Patience, int BatchSize, string LearningRate, string WeightDecay, string ChosenBy)
{
    public static Training None { get; } = new(0, 0, 0, "", "", "");
}

internal sealed record FusionMethods(int Rounds, int MaxRounds, int MaxDepth, string LearningRate, string Subsample)
{
    public static FusionMethods Of(RunSpecification spec, EvaluationReport figures) => new(
        figures.FusionRounds ?? 0, spec.Fusion.MaxRounds, spec.Fusion.MaxDepth, MriMethods.Invariant($"{spec.Fusion.LearningRate}"),
        MriMethods.Invariant($"{spec.Fusion.Subsample}"));
}

/// <summary>A branch or a fusion method that describes itself.</summary>
internal sealed record OtherMethods(string Title, string Text)
{
    public static ImmutableArray<OtherMethods> Of(RunSpecification spec, EvaluationReport figures) =>
    [
        .. from branch in BranchRegistry.All
           where MethodsSection.Has(figures, PredictorId.Of(branch.Id)) && spec.Branches[branch.Id] is not null
           let text = branch.Methods(spec.Branches[branch.Id]!)
           where text is not null
           select new OtherMethods($"{branch.Heading} branch", text),
        .. from method in FusionRegistry.All
           where MethodsSection.Has(figures, method.Predictor)
           let text = method.Methods(spec.Fusion)
           where text is not null
           select new OtherMethods(method.Title, text),
    ];
}

/// <param name="Thresholds">How each model's was chosen.</param>
internal sealed record EvaluationMethods(int Draws, string Confidence, ImmutableArray<string> Thresholds, string DecisionRange)
{
    public static EvaluationMethods Of(RunSpecification spec, EvaluationReport figures) => new(
        figures.BootstrapDraws, MetricsText.Percent(figures),
        [.. figures.Models.Where(model => model.ThresholdFrom is not null).Select(model => $"{model.Title}: {model.ThresholdFrom}")],
        string.Join(" to ", spec.Evaluation.DecisionRange.Select(limit => MriMethods.Invariant($"{limit:0.00}"))));
}
