using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Branches;

/// <summary>Scans, seen by a 3D residual network.</summary>
internal sealed class MriBranch : BranchDefinition
{
    public override BranchId Id => BranchId.Mri;
    public override string Name => "MRI";
    public override string Colour => "#0072B2";
    public override BranchInput Input => BranchInput.Scans;
    public override int Stream => 0;
    public override double RelativeCost => 1;
    public override bool PrefersCard => true;
    public override bool IsAlways => true;
    public override BranchExplanation Explanation => new BranchExplanation.ScanMaps("");
    public override RunStage TrainedIn => RunStage.Mri;
    public override YamlValue<BranchOptions?> Section => OfBranch(YamlValues.OrNone(YamlValues.Block(MriOptions.Form)));
    public override string Network(BranchOptions options) => FormattableString.Invariant($"a 3D ResNet-{((MriOptions)options).Depth}");
}
