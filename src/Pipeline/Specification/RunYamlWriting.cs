using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AxSpa.Pipeline.Specification;

/// <summary>The canonical text of a specification: fixed order, every key, one way to write each value.</summary>
internal static class RunYamlWriting
{
    public static string Text(RunSpecification run)
    {
        var yaml = new StringBuilder();
        void Line(string line) => yaml.Append(line).Append('\n');

        Line($"name: {Scalar(run.Name)}");
        if (run.Description is { } description) Line($"description: {Scalar(description)}");
        // Left out where the rules are the first: the key of a run is made from this text, and is older than this key.
        if (run.Rules > RunRules.First) Line(Invariant($"rules: {run.Rules}"));
        Line(Invariant($"randomSeed: {run.RandomSeed}"));
        Line("cohort:");
        Line($"  clinical: {Scalar(run.Cohort.Clinical)}");
        Line($"  patientId: {Scalar(run.Cohort.PatientId)}");
        Line($"  label: {{ column: {Scalar(run.Cohort.Label.Column)}, positive: {List(run.Cohort.Label.Positive)}{(run.Cohort.Label.Negative.IsEmpty ? "" : $", negative: {List(run.Cohort.Label.Negative)}")} }}");
        Line($"  exclude: {List(run.Cohort.Exclude)}");
        Line($"  columns: {{{string.Join(",", run.Cohort.Columns.Select(column => $" {Scalar(column.Key)}: {column.Value}"))} }}");
        Line($"  center: {OrNull(run.Cohort.Center)}");
        foreach (var line in RunYamlTables.Lines(run.Cohort, run.Rules, Scalar)) Line(line);
        Line($"  mri: {(run.Cohort.Mri is { } files ? Files(files) : "none")}");
        Line(run.Split switch
        {
            { Column: { } column } => $"split: {{ column: {Scalar(column)} }}",
            { File: { } file } => $"split: {{ file: {Scalar(file)} }}",
            var split => Invariant($"split: {{ train: {split.Train}, validation: {split.Validation}, test: {split.Test} }}"),
        });
        Line(Invariant($"folds: {run.Folds}"));
        // Left out where the cross-validation is done once: the key of a run is made from this text, and is older than this key.
        if (run.Repeats > 1) Line(Invariant($"repeats: {run.Repeats}"));
        Line(Invariant($"threadsPerJob: {run.ThreadsPerJob}"));
        if (run.Mri is null) Line("mri: none");
        else Mri(run.Mri, run.Rules, Line);
        Line(run.Clinical is { } clinical ? Clinical(clinical) : "clinical: none");
        Line(Invariant($"fusion: {{ maxRounds: {run.Fusion.MaxRounds}, maxDepth: {run.Fusion.MaxDepth}, learningRate: {run.Fusion.LearningRate}, subsample: {run.Fusion.Subsample} }}"));
        Evaluation(run.Evaluation, Line);
        // Left out where nothing is asked for: the key of a run is made from this text, and is older than these keys.
        if (run.Resources != new ResourceOptions()) Line(Resources(run.Resources));
        return yaml.ToString();
    }

    private static string Files(MriFilesOptions files)
    {
        var found = files.IdFrom is { } column ? $"idFrom: {Scalar(column)}" : $"pattern: {Scalar(files.Pattern)}";
        return Invariant($"{{ folder: {Scalar(files.Folder)}, {found}, volume: {files.Volume?.ToString(CultureInfo.InvariantCulture) ?? "null"} }}");
    }

    private static void Mri(MriOptions mri, int rules, Action<string> line)
    {
        line("mri:");
        line(Invariant($"  network: resnet3d-{mri.Depth}"));
        line(Invariant($"  width: {mri.Width}"));
        var spacing = mri.Input.SpacingMm is { } millimetres ? Numbers(millimetres) : "null";
        // Left out where it is the rules' own: the key of a run is made from this text, and is older than this key.
        var frame = mri.Input.Frame == InputGeometry.FrameUnder(rules) ? "" : $"frame: {mri.Input.Frame.ToString().ToLowerInvariant()}, ";
        line($"  input: {{ {frame}size: [{string.Join(", ", mri.Input.Size)}], spacingMm: {spacing} }}");
        line($"  pretrained: {OrNull(mri.Pretrained)}");
        line($"  frozen: {List(mri.Frozen)}");
        line(Invariant($"  epochs: {mri.Epochs}"));
        line(Invariant($"  patience: {mri.Patience}"));
        line(Invariant($"  batchSize: {mri.BatchSize}"));
        line(Invariant($"  learningRate: {mri.LearningRate}"));
        line(Invariant($"  weightDecay: {mri.WeightDecay}"));
        var changes = mri.Augmentation;
        line(Invariant($"  augmentation: {{ flip: {(changes.Flip ? "true" : "false")}, rotateDegrees: {changes.RotateDegrees}, shiftFraction: {changes.ShiftFraction}, intensity: {changes.Intensity} }}"));
        line($"  chooseBy: {Word(mri.ChooseBy)}");
    }

    private static string Clinical(ClinicalOptions clinical) =>
        Invariant($"clinical: {{ hidden: [{string.Join(", ", clinical.Hidden)}], dropout: {clinical.Dropout}, epochs: {clinical.Epochs}, patience: {clinical.Patience}, batchSize: {clinical.BatchSize}, learningRate: {clinical.LearningRate}, weightDecay: {clinical.WeightDecay}, chooseBy: {Word(clinical.ChooseBy)} }}");

    private static void Evaluation(EvaluationOptions evaluation, Action<string> line)
    {
        line("evaluation:");
        line(Invariant($"  bootstrap: {evaluation.Bootstrap}"));
        line(Invariant($"  confidence: {evaluation.Confidence}"));
        line($"  threshold: {(evaluation.Threshold.Sensitivity is { } least ? Invariant($"{{ sensitivity: {least} }}") : "youden")}");
        line($"  decisionRange: {Numbers(evaluation.DecisionRange)}");
        line($"  subgroups: {(evaluation.Subgroups is { } groups ? $"[{string.Join(", ", groups.Select(Subgroup))}]" : "auto")}");
    }

    private static string Subgroup(SubgroupOptions group) =>
        group.Bands.IsEmpty ? Scalar(group.Column) : $"{{ column: {Scalar(group.Column)}, bands: {Numbers(group.Bands)} }}";

    private static string Numbers(IEnumerable<double> numbers) => $"[{string.Join(", ", numbers.Select(number => Invariant($"{number}")))}]";

    private static string Resources(ResourceOptions resources)
    {
        List<string> parts = [];
        if (resources.Priority is { } priority) parts.Add($"priority: {RunPriority.Word(priority)}");
        if (resources.MaxSlots is { } most) parts.Add(Invariant($"maxSlots: {most}"));
        if (resources.Mri is { } mri) parts.Add($"mri: {Demand(mri)}");
        if (resources.Clinical is { } clinical) parts.Add($"clinical: {Demand(clinical)}");
        return $"resources: {{ {string.Join(", ", parts)} }}";
    }

    private static string Demand(SlotDemand demand) =>
        Invariant($"{{ device: {demand.Device.ToString().ToLowerInvariant()}, memoryGiB: {demand.MemoryGiB} }}");

    private static string Word(CheckpointCriterion criterion) => criterion == CheckpointCriterion.Auroc ? "auroc" : "loss";

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    private static string OrNull(string? text) => text is null ? "null" : Scalar(text);

    /// <summary>Plain where no reader of YAML could take it for anything but text, else quoted with JSON's escapes, which YAML shares.</summary>
    private static string Scalar(string text)
    {
        string[] notText = ["null", "true", "false", "yes", "no", "on", "off", "none", "y", "n"];
        var plain = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '/') && text[^1] != ' '
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '/')
            && !notText.Contains(text, StringComparer.OrdinalIgnoreCase);
        return plain ? text : $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
