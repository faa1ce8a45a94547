using Xunit;

namespace AxSpa.Chaos.Tests;

public sealed class ScheduleTests
{
    private static readonly FaultSet[] Sets = Enum.GetValues<FaultSet>();

    [Fact]
    public void The_same_seed_and_set_give_the_same_schedule() =>
        Assert.All(Sets,
            set => Assert.All(Enumerable.Range(1, 20), seed => Assert.Equal(Schedule.Draw(seed, set).AsEnumerable(), Schedule.Draw(seed, set).AsEnumerable())));

    [Fact]
    public void Seeds_and_sets_have_schedules_of_their_own() =>
        Assert.Equal(Sets.Length * 20,
            (from set in Sets from seed in Enumerable.Range(1, 20) select string.Join(';', Schedule.Draw(seed, set))).Distinct().Count());

    [Fact]
    public void Forty_seeds_of_the_soak_meet_every_kind_of_fault() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), Kinds(FaultSet.Soak, 40));

    [Fact]
    public void What_every_change_meets_holds_an_island_and_a_workspace_that_is_away() =>
        Assert.Empty(((FaultKind[])[FaultKind.RestartCutSeedThenOthers, FaultKind.HideWorkspace, FaultKind.KillCoordinator, FaultKind.KillNode]).Except(
            Kinds(FaultSet.Short, 2)));

    [Fact]
    public void Faults_come_in_the_order_of_their_moments() =>
        Assert.All(Sets, set => Assert.All(Enumerable.Range(1, 20), seed => Assert.Equal(
            Schedule.Draw(seed, set).OrderBy(fault => fault.Stage).ThenBy(fault => fault.Moment).AsEnumerable(), Schedule.Draw(seed, set).AsEnumerable())));

    [Fact]
    public void Who_is_cut_off_and_started_again_stays_so_for_longer_than_a_seed_waits_before_it_begins_a_cluster() =>
        Assert.All(from seed in Enumerable.Range(1, 40) from fault in Schedule.Draw(seed, FaultSet.Soak) where fault.Kind.IsPlayedOut() select fault.Seconds,
            seconds => Assert.InRange(seconds, 20, 60));

    [Fact]
    public void A_machine_that_can_do_less_leaves_those_faults_out()
    {
        var poor = new Abilities(Postgres: false, SmallDisk: false, Network: false);
        Assert.All(Enum.GetValues<FaultKind>(),
            kind => Assert.Equal(kind is not FaultKind.FillDisk && !kind.NeedsNetwork() && !kind.NeedsPostgres(), poor.Allow(kind)));
        Assert.Equal(3, poor.Missing().Count());
        Assert.True(poor.Allow(FaultKind.HideWorkspace));
    }

    private static IEnumerable<FaultKind> Kinds(FaultSet set, int seeds) =>
        Enumerable.Range(1, seeds).SelectMany(seed => Schedule.Draw(seed, set)).Select(fault => fault.Kind).Distinct().Order();
}
