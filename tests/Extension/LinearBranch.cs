using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Extension;

/// <summary>The smallest network there is: one weight for each input of the prepared clinical table.</summary>
public sealed record LinearOptions : BranchOptions
{
    public LinearOptions() => (Epochs, BatchSize, LearningRate) = (3, 16, 0.1);

    public static SectionForm<LinearOptions> Form { get; } = new SectionForm<LinearOptions>(_ => new LinearOptions())
        .Key("epochs", o => o.Epochs, (o, v) => o with { Epochs = v }, YamlValues.Whole(1, 100), "passes over the training patients at most")
        .Key("learningRate", o => o.LearningRate, (o, v) => o with { LearningRate = v }, YamlValues.Number(NumberRange.Rate), "Adam's step");
}

internal sealed class LinearBranch : BranchDefinition
{
    public override BranchId Id { get; } = new("linear");
    public override string Name => "linear";
    public override string Colour => "#56B4E9";
    public override BranchInput Input => BranchInput.Features;
    public override int Stream => 100;
    public override bool HasPreprocessing => true;
    public override BranchExplanation Explanation => new BranchExplanation.Attributions("weighted differences");
    public override YamlValue<BranchOptions?> Section => OfBranch(YamlValues.OrNone(YamlValues.Section(LinearOptions.Form)));
    public override string Network(BranchOptions options) => "a linear model";
    public override string Methods(BranchOptions options) => "One weight for each input of the prepared clinical table.";
}
