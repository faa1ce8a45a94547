using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Branches;

public sealed class BranchRegistryTests
{
    [Fact]
    public void Random_streams_are_those_of_the_first_runs()
    {
        Assert.Equal([("mri", 0), ("clinical", 1)], BranchRegistry.All.Select(branch => (branch.Id.Key, branch.Stream)));
    }

    [Fact]
    public void A_branch_that_comes_after_somebody_has_asked_is_refused()
    {
        _ = BranchRegistry.All;
        var late = Assert.Throws<InvalidOperationException>(() => BranchRegistry.Add(new LateBranch()));
        Assert.Contains("too late", late.Message);
    }

    [Fact]
    public void A_branch_that_nobody_knows_is_named() =>
        Assert.Contains("'late'", Assert.Throws<KeyNotFoundException>(() => BranchRegistry.Of(new BranchId("late"))).Message);

    [Fact]
    public void Two_maps_are_equal_where_what_they_hold_is()
    {
        var one = BranchMap<BranchOptions>.Empty.With(BranchId.Clinical, new ClinicalOptions()).With(BranchId.Mri, new MriOptions { Epochs = 3 });
        var other = BranchMap<BranchOptions>.Empty.With(BranchId.Mri, new MriOptions { Epochs = 3 }).With(BranchId.Clinical, one[BranchId.Clinical]);
        Assert.Equal(one.Select(branch => branch.Key), other.Select(branch => branch.Key));
        Assert.NotEqual(one, other.With(BranchId.Mri, null));
        Assert.Equal(BranchMap<BranchOptions>.Empty, one.With(BranchId.Mri, null).With(BranchId.Clinical, null));
    }

    [Fact]
    public void Demands_of_further_branches_are_kept_in_JSON_and_absent_where_there_are_none()
    {
        var ecg = new BranchId("ecg");
        var asked = new ResourceOptions().With(ecg, new SlotDemand(DeviceKind.Cuda, 24)).With(BranchId.Mri, new SlotDemand(DeviceKind.Cpu));
        var read = System.Text.Json.JsonSerializer.Deserialize<ResourceOptions>(System.Text.Json.JsonSerializer.Serialize(asked))!;
        Assert.Equal(asked, read);
        Assert.Equal(new SlotDemand(DeviceKind.Cuda, 24), read.Of(ecg));
        Assert.Null(read.Of(BranchId.Clinical));
        Assert.Null(new ResourceOptions().With(ecg, null).Others);
        Assert.Equal(new SlotDemand(DeviceKind.Cuda, 24), new ResourceOptions(Priority: 1).With(asked).Of(ecg));
    }

    private sealed class LateBranch : BranchDefinition
    {
        public override BranchId Id => new("late");
        public override string Name => "late";
        public override string Colour => "#000000";
        public override BranchInput Input => BranchInput.Features;
        public override int Stream => 9;
        public override YamlValue<BranchOptions?> Section => throw new NotSupportedException();
    }
}
