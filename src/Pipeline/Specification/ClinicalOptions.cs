using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>The clinical branch: a residual network of full layers and how it is trained.</summary>
public sealed record ClinicalOptions : BranchOptions
{
    public ClinicalOptions() => (BatchSize, LearningRate) = (64, 1e-3);

    public ImmutableArray<int> Hidden { get; init; } = [64, 128, 256, 128];
    public double Dropout { get; init; } = 0.5;

    public static SectionForm<ClinicalOptions> Form { get; } = new SectionForm<ClinicalOptions>(_ => new ClinicalOptions())
        .Key(
            "hidden", o => o.Hidden, (o, v) => o with { Hidden = v },
            Wholes(1, 8192, count => count is >= 1 and <= 16, "must be 1 to 16 layer widths, such as [64, 128, 256, 128]"), "widths of the layers")
        .Key(
            "dropout", o => o.Dropout, (o, v) => o with { Dropout = v }, Number(new NumberRange(0, 1, BelowMost: true)),
            "part of the last layer switched off while training")
        .Key("epochs", o => o.Epochs, (o, v) => o with { Epochs = v }, Whole(1, 10_000), "passes over the training patients at most")
        .Key("patience", o => o.Patience, (o, v) => o with { Patience = v }, Whole(1, 10_000), "epochs without a better validation before training stops")
        .Key("batchSize", o => o.BatchSize, (o, v) => o with { BatchSize = v }, Whole(2, 65_536), "patients per step")
        .Key("learningRate", o => o.LearningRate, (o, v) => o with { LearningRate = v }, Number(NumberRange.Rate), "Adam's step")
        .Key("weightDecay", o => o.WeightDecay, (o, v) => o with { WeightDecay = v }, Number(NumberRange.Fraction), "L2 penalty on the weights")
        .Key("chooseBy", o => o.ChooseBy, (o, v) => o with { ChooseBy = v }, Criterion, "what the best epoch is best at, on validation");
}
