using System.Collections.Immutable;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Specification;

/// <summary>Every key a run's YAML may hold, by section; the top of the file is the section with the empty name.</summary>
internal static class RunYamlKeys
{
    public const string Top = "";

    public static ImmutableSortedDictionary<string, ImmutableArray<string>> BySection { get; } =
        new Dictionary<string, ImmutableArray<string>>
        {
            [Top] = ["name", "description", "rules", "randomSeed", "cohort", "split", "folds", "repeats", "threadsPerJob", "mri", "clinical", "fusion", "evaluation", "resources"],
            ["cohort"] = ["clinical", "patientId", "label", "exclude", "columns", "center", "decimal", "missing", "belowLimit", "rename", "rareLevels", "mri"],
            ["cohort.label"] = ["column", "positive", "negative"],
            ["cohort.mri"] = ["folder", "pattern", "idFrom", "volume"],
            ["split"] = ["train", "validation", "test", "column", "file"],
            ["mri"] = ["network", "width", "input", "pretrained", "frozen", "epochs", "patience", "batchSize", "learningRate",
                "weightDecay", "augmentation", "chooseBy"],
            ["mri.input"] = ["frame", "size", "spacingMm"],
            ["mri.augmentation"] = ["flip", "rotateDegrees", "shiftFraction", "intensity"],
            ["clinical"] = ["hidden", "dropout", "epochs", "patience", "batchSize", "learningRate", "weightDecay", "chooseBy"],
            ["fusion"] = ["maxRounds", "maxDepth", "learningRate", "subsample"],
            ["evaluation"] = ["bootstrap", "confidence", "threshold", "decisionRange", "subgroups"],
            ["evaluation.threshold"] = ["sensitivity"],
            ["evaluation.subgroups"] = ["column", "bands"],
            ["resources"] = ["priority", "maxSlots", "mri", "clinical"],
            ["resources.mri"] = ["device", "memoryGiB"],
            ["resources.clinical"] = ["device", "memoryGiB"],
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What to say of a key that its section does not know: the nearest known one, or the sections that do know it.</summary>
    public static string Advice(string section, string key)
    {
        var known = BySection[section];
        if (NearestName.Of(key, known) is { } near) return $" Did you mean '{near}'?";
        var elsewhere = BySection.Where(other => other.Value.Contains(key)).Select(other => other.Key).ToList();
        var advice = elsewhere.Count > 0
            ? $" '{key}' belongs {string.Join(" or ", elsewhere.Select(name => name == Top ? "at the top" : $"under '{name}'"))}."
            : "";
        return $"{advice} Known here: {string.Join(", ", known)}.";
    }
}
