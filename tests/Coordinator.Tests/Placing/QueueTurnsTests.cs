using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using CsCheck;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class QueueTurnsTests
{
    [Fact]
    public void The_next_run_is_the_first_in_the_whole_order_that_is_wanted() =>
        Gen.Select(Gen.Int[-1, 1], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 5], Gen.Bool).Array[1, 9].Sample(drawn =>
        {
            var runs = drawn.Select((one, number) => Standing($"run-{number}", one.Item1, minute: -one.Item3, use: Used((one.Item4, 1 + one.Item2)),
                move: one.Item5 == 0 ? new QueueMove(QueuePlace.First, null, Now.AddMinutes(number)) : null)).ToList();
            var held = drawn.Select((one, number) => KeyValuePair.Create(new RunId($"run-{number}"), one.Item2)).ToImmutableDictionary();
            var wanted = runs.Where((_, number) => drawn[number].Item6).Select(run => run.Run).ToHashSet();
            Assert.Equal(QueueRanking.Of(runs, held, Now).FirstOrDefault(run => wanted.Contains(run.Run)), new QueueTurns(runs, Now).Next(held, wanted.Contains));
        });

    [Fact]
    public void Jobs_that_wait_for_the_same_stand_together_in_the_order_of_the_run_however_they_differ()
    {
        var avoids = Job("mri-1") with { Avoided = [There] };
        var wants = Wants(Standing("a"), Job("mri-0"), avoids, Job("mri-2"));
        var state = State(wants).WithNode(Here, Slot(status: SlotStatus.Running));
        var wait = Assert.Single(QueueViews.Waits(state, wants, 0, Now));
        Assert.Equal(["mri-0", "mri-1", "mri-2"], wait.Jobs.Select(job => job.Value));
    }
}
