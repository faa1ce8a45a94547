using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>How the late fusion's trees are grown.</summary>
public sealed record FusionOptions
{
    public int MaxRounds { get; init; } = 500;
    public int MaxDepth { get; init; } = 3;
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The share of rows per tree.</summary>
    public double Subsample { get; init; } = 1;

    /// <summary>A further fusion method, as a predictor of its own beside the late fusion; null: none.</summary>
    public PredictorId? Baseline { get; init; }

    public static SectionForm<FusionOptions> Form { get; } = new SectionForm<FusionOptions>(_ => new FusionOptions())
        .Key("maxRounds", o => o.MaxRounds, (o, v) => o with { MaxRounds = v }, Whole(1, 100_000), "trees at most; cross-fitting picks how many")
        .Key("maxDepth", o => o.MaxDepth, (o, v) => o with { MaxDepth = v }, Whole(1, 16), "questions per tree")
        .Key("learningRate", o => o.LearningRate, (o, v) => o with { LearningRate = v }, Number(NumberRange.Rate), "weight of each tree")
        .Key("subsample", o => o.Subsample, (o, v) => o with { Subsample = v }, Number(NumberRange.Rate), "share of the patients each tree is grown on")
        .Key(
            "baseline", o => o.Baseline, (o, v) => o with { Baseline = v },
            Word([("none", null), .. FusionRegistry.Others.Select(method => (method.Predictor.Key, (PredictorId?)method.Predictor))]),
            "another fusion to compare with", leftOutAtDefault: true);
}
