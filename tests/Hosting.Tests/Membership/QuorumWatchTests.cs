using AxSpa.Hosting.Membership;
using Xunit;

namespace AxSpa.Hosting.Tests.Membership;

public sealed class QuorumWatchTests
{
    private const string A = "seed-1:4053", B = "seed-2:4053", C = "seed-3:4053";

    private QuorumWatch _watch = new(SeedQuorum.MajorityOf([A, B, C]), TimeSpan.FromSeconds(30));
    private double _now;

    private QuorumWatch.Change Sees(double at, params string[] seen)
    {
        (_watch, var change) = _watch.Saw(isUp: true, [.. seen], TimeSpan.FromSeconds(_now = at));
        return change;
    }

    [Fact]
    public void A_member_that_loses_its_quorum_says_so_once_and_ends_after_30_s()
    {
        Assert.Equal(QuorumWatch.Change.None, Sees(0, A, B, "gpu-1:4061"));
        Assert.Equal(QuorumWatch.Change.Lost, Sees(100, A, "gpu-1:4061"));
        Assert.Equal(QuorumWatch.Change.None, Sees(129.9, A));
        Assert.Equal(QuorumWatch.Change.Over, Sees(130, A));
        Assert.Equal(QuorumWatch.Change.None, Sees(200, A, B, C));
    }

    [Fact]
    public void A_quorum_that_comes_back_is_told_of_and_the_time_begins_anew()
    {
        Sees(0, A, B);
        Sees(10, A);
        Assert.Equal(QuorumWatch.Change.Back, Sees(39, "SEED-3:4053", A));
        Assert.Equal(QuorumWatch.Change.Lost, Sees(41, C));
        Assert.Equal(QuorumWatch.Change.None, Sees(70, C));
        Assert.Equal(QuorumWatch.Change.Over, Sees(71, C));
    }

    [Fact]
    public void Who_is_still_joining_waits_for_ever()
    {
        for (var second = 0; second < 1000; second++)
            Assert.Equal(QuorumWatch.Change.None, _watch.Saw(isUp: false, [], TimeSpan.FromSeconds(second)).Change);
    }

    [Fact]
    public void The_first_moments_of_a_new_cluster_are_no_loss_but_a_beginner_that_stays_alone_ends()
    {
        Assert.Equal(QuorumWatch.Change.None, Sees(0, A));
        Assert.Equal(QuorumWatch.Change.None, Sees(2, A, B));
        _watch = new(_watch.Quorum, _watch.Patience);
        Assert.Equal(QuorumWatch.Change.None, Sees(0, A));
        Assert.Equal(QuorumWatch.Change.Lost, Sees(5, A));
        Assert.Equal(QuorumWatch.Change.Over, Sees(30, A));
    }

    [Fact]
    public void Who_was_started_with_fewer_is_content_with_fewer()
    {
        _watch = new(new SeedQuorum([A, B, C], 1), TimeSpan.FromSeconds(30));
        Assert.Equal(QuorumWatch.Change.None, Sees(0, C));
        Assert.Equal(QuorumWatch.Change.None, Sees(100, C));
    }
}
