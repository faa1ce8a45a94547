using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Coordinator.Tests.Placing;

/// <summary>How runs share a cluster over hours and days, by the real order and the real matching over simulated time.</summary>
public sealed class SharingTests
{
    private static ImmutableArray<SimulatedJob> Jobs(int count, int minutes, DeviceKind device = DeviceKind.Any) =>
        [.. Enumerable.Repeat(new SimulatedJob(minutes, device), count)];

    private static ImmutableArray<string> Cpus(int slots) => [.. Enumerable.Repeat("cpu", slots)];

    [Fact]
    public void A_short_run_that_comes_while_a_long_one_has_every_slot_begins_with_the_first_that_comes_free()
    {
        var cluster = new SimulatedCluster(Cpus(4), [new("long", 0, Jobs(400, 15)), new("short", 307, Jobs(4, 15))]);
        var grants = cluster.Run().Where(grant => grant.Run == "short").ToList();
        // Its jobs of 15 min begin at the next two ends; the long run keeps its half meanwhile.
        Assert.Equal([315, 315, 330, 330], grants.Select(grant => grant.Minute));
    }

    [Fact]
    public void Short_runs_that_never_stop_coming_do_not_starve_a_long_one()
    {
        // As much as the one slot can do comes in short runs alone, so that one of them always waits.
        var shorts = Enumerable.Range(0, 300).Select(index => new SimulatedRun($"short-{index}", index * 10, Jobs(1, 10)));
        var grants = new SimulatedCluster(Cpus(1), [new("long", 0, Jobs(20, 10)), .. shorts]).Run(untilMinute: 3000);
        var served = grants.Where(grant => grant.Run == "long").Select(grant => grant.Minute).ToList();
        // It waits for an hour and for those that came before, of which each of its own jobs makes one more.
        Assert.All(served.Zip(served.Skip(1), (one, next) => next - one).Select((gap, turn) => (gap, turn)),
            wait => Assert.InRange(wait.gap, 10, 60 + 10 * (wait.turn + 3)));
        Assert.InRange(served.Count, 15, 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Two_runs_of_equal_priority_get_equal_slot_time_although_their_jobs_are_of_unequal_length(int slots)
    {
        var grants = new SimulatedCluster(Cpus(slots), [new("coarse", 0, Jobs(500, 20)), new("fine", 0, Jobs(9000, 1))]).Run(untilMinute: 1200);
        var (coarse, fine) = (grants.Count(grant => grant.Run == "coarse") * 20.0, grants.Count(grant => grant.Run == "fine") * 1.0);
        Assert.InRange(coarse / (coarse + fine), 0.49, 0.51);
    }

    [Fact]
    public void What_a_run_used_before_the_others_came_is_not_held_against_it_for_long()
    {
        var grants = new SimulatedCluster(Cpus(2), [new("week", 0, Jobs(5000, 10)), new("new", 10_000, Jobs(200, 10))]).Run(untilMinute: 10_600);
        Assert.InRange(grants.Count(grant => grant.Run == "week" && grant.Minute >= 10_000), 55, 65);
    }

    [Fact]
    public void A_card_that_only_one_run_can_use_is_not_kept_waiting_for_it_and_not_taken_from_it_for_ever()
    {
        var grants = new SimulatedCluster(["cuda:0", "cpu"], [new("any", 0, Jobs(100, 10)), new("card", 25, Jobs(5, 10, DeviceKind.Cuda))]).Run();
        Assert.Equal(30, grants.First(grant => grant.Run == "card").Minute);
        Assert.All(grants.Where(grant => grant.Run == "card"), grant => Assert.Equal("cuda:0", grant.Device));
    }

    private static readonly Gen<SimulatedRun[]> Runs = Gen.Select(
            Gen.Int[0, 600], Gen.Select(Gen.Int[1, 180], Gen.Enum<DeviceKind>(), (minutes, device) => new SimulatedJob(minutes, device)).Array[1, 12],
            Gen.OneOfConst(-10, 0, 0, 0, 10), Gen.OneOfConst<int?>(null, null, 1, 2))
        .Array[1, 8].Select(made => made.Select((run, index) => new SimulatedRun($"r{index}", run.Item1, [.. run.Item2], run.Item3, run.Item4)).ToArray());

    /// <summary>What must hold in every moment is looked at by the simulation itself, at each grant and after each round.</summary>
    [Fact]
    public void Whatever_comes_no_slot_is_idle_priority_and_limits_hold_nobody_starves_and_all_work_is_done() =>
        Gen.Select(Runs, Gen.Int[1, 4], Gen.Int[1, 3]).Sample((runs, cpus, cards) =>
        {
            var cluster = new SimulatedCluster([.. Cpus(cpus), .. Enumerable.Range(0, cards).Select(card => $"cuda:{card}")], runs);
            Assert.Equal(runs.Sum(run => run.Jobs.Length), cluster.Run().Count);
            Assert.True(cluster.EverythingIsDone);
        }, iter: 300);
}
