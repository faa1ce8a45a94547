using System.Collections.Immutable;
using AxSpa.Hosting.Membership;
using Xunit;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>Members belong together that were told of the same seeds, and no others.</summary>
public sealed class SeedListTests : BootstrapScene
{
    [Fact]
    public void Seeds_that_were_told_in_another_order_belong_together()
    {
        Assert.True(IsAsked(A, 1, seeds: [C, "SEED-1:4053", B]).Votes);
        Hears(C, Standing.InCluster, seeds: [C, B, A]);
        Assert.Equal([C], Joins);
    }

    [Fact]
    public void A_joiner_with_other_seeds_is_refused_and_told_of_once()
    {
        ImmutableArray<string> others = [A, B];
        Assert.False(IsAsked(A, 1, seeds: others).Votes);
        Assert.Equal(
            "seed-1:4053 was refused: its seeds are seed-1:4053, seed-2:4053, those of this process seed-1:4053, seed-2:4053, seed-3:4053. Give seed-1:4053 "
            + "and this process the same --seeds, in any order; docs/operating.md says how a list is changed.",
            Assert.Single(Effects.OfType<BootstrapEffect.Warn>()).Line);
        IsAsked(A, 2, seeds: others);
        Assert.Empty(Effects.OfType<BootstrapEffect.Warn>());
    }

    [Fact]
    public void Who_was_refused_by_most_seeds_of_its_list_ends()
    {
        State = Of(Gpu);
        ImmutableArray<string> others = [A, B, C, "seed-4:4053", "seed-5:4053"];
        Hears(A, Standing.InCluster, hasQuorum: true, seeds: others);
        Assert.Empty(Effects);
        Hears(B, Standing.InCluster, hasQuorum: true, seeds: others);
        Assert.StartsWith("This process was refused by the cluster of seed-2:4053: its seeds are seed-1:4053, seed-2:4053, seed-3:4053, seed-4:4053, "
            + "seed-5:4053, those of this process seed-1:4053, seed-2:4053, seed-3:4053. ",
            Assert.Single(Effects.OfType<BootstrapEffect.End>()).Line);
    }

    [Fact]
    public void Who_hears_of_no_seed_with_its_list_ends_after_a_while()
    {
        State = Of(A, SeedQuorum.MajorityOf([A, "seed-8:4053", "seed-9:4053", B]));
        for (var until = Time + TimeSpan.FromSeconds(29); Time < until; Tick())
        {
            Hears(B, Standing.InCluster, hasQuorum: true);
            Assert.Empty(Effects.OfType<BootstrapEffect.End>());
        }
        Tick(2);
        Hears(B, Standing.InCluster, hasQuorum: true);
        Assert.Single(Effects.OfType<BootstrapEffect.End>());
    }

    [Fact]
    public void One_seed_with_a_wrong_list_does_not_end_the_others()
    {
        for (var tick = 0; tick < 200; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Hears(C, Standing.InCluster, hasQuorum: true, seeds: [C]);
            Assert.Empty(Effects.OfType<BootstrapEffect.End>());
            Assert.Empty(Joins);
        }
    }
}
