using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Branches;

/// <summary>The clinical table, seen by a residual network of full layers.</summary>
internal sealed class ClinicalBranch : BranchDefinition
{
    public override BranchId Id => BranchId.Clinical;
    public override string Name => "clinical";
    public override string Colour => "#E69F00";
    public override BranchInput Input => BranchInput.Features;
    public override int Stream => 1;
    public override bool FusesFeatures => true;
    public override bool HasPreprocessing => true;
    public override bool IsAlways => true;
    public override BranchExplanation Explanation => new BranchExplanation.Attributions("expected gradients");
    public override YamlValue<BranchOptions?> Section => OfBranch(YamlValues.OrNone(YamlValues.Section(ClinicalOptions.Form)));
    public override string Network(BranchOptions options) => "a residual fully connected network";
}
