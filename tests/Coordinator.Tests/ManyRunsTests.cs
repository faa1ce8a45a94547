using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>A coordinator that has known many runs.</summary>
public sealed class ManyRunsTests : CoordinatorUnderTest
{
    private const int Runs = 10_000;

    [Fact]
    public void With_ten_thousand_runs_the_newest_are_listed_and_one_is_found_within_a_second()
    {
        var coordinator = CoordinatorOfMany();
        var newest = InASecond<RunProtocol.RunList>(coordinator, new RunProtocol.ListRuns(Most: 50));
        Assert.Equal((50, Runs - 50), (newest.Runs.Length, newest.Older));
        Assert.Equal(Name(Runs - 1), newest.Runs[0].Run);
        Assert.Equal(Name(4711), InASecond<RunsFound>(coordinator, new RunProtocol.FindRun(Name(4711).Value)).Exact?.Run);
        Assert.Equal(Name(Runs - 1), InASecond<RunsFound>(coordinator, new RunProtocol.FindRun("last")).Exact?.Run);
        var found = InASecond<RunsFound>(coordinator, new RunProtocol.FindRun("made"));
        Assert.Equal((null, 0, Runs), (found.Exact, found.Beginnings, found.Calleds));

        var (listed, page) = (newest.Runs.Select(run => run.Run).ToList(), newest);
        while (page.Older > 0)
        {
            page = InASecond<RunProtocol.RunList>(coordinator, new RunProtocol.ListRuns(Before: page.Runs[^1]));
            listed.AddRange(page.Runs.Select(run => run.Run));
        }
        Assert.Equal(Enumerable.Range(0, Runs).Select(Name).Reverse(), listed);
        page = InASecond<RunProtocol.RunList>(coordinator, new RunProtocol.ListRuns(RunStatus.Failed));
        Assert.Equal((0, 0), (page.Runs.Length, page.Older));
    }

    private static RunId Name(int run) => new($"20260102-030405-{run:00000}");

    private IActorRef CoordinatorOfMany()
    {
        var writer = Sys.ActorOf(Props.Create(() => new WrittenJournal("coordinator")));
        Node.Watch(writer);
        writer.Tell(new WrittenJournal.Write(
        [
            .. Enumerable.Range(0, Runs).SelectMany(run => new IWireMessage[]
            {
                new IndexEvents.RunIndexed(new RunEvents.Submitted(Name(run), $"{run}", "made", "yaml", RunStage.Cohort, MadeRun.Now.AddSeconds(run))),
                new IndexEvents.RunClosed(Name(run), RunStatus.Completed, MadeRun.Now.AddSeconds(run + 1)),
            }),
        ]), Node.Ref);
        Node.FishForMessage<Terminated>(_ => true, 3 * Long, cancellationToken: Stop);
        var coordinator = Coordinator();
        coordinator.Tell(new RunProtocol.AskMessage(), Node.Ref);
        Node.FishForMessage<RunProtocol.ClusterMessage>(_ => true, 3 * Long, cancellationToken: Stop); // it has read its journal
        return coordinator;
    }

    /// <summary>The fastest of a few answers: on a machine that is busy otherwise any one may take long.</summary>
    private T InASecond<T>(IActorRef coordinator, object question)
    {
        for (var tries = 1; ; tries++)
        {
            var began = Stopwatch.GetTimestamp();
            coordinator.Tell(question, Node.Ref);
            var answer = Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
            if (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1))
                return answer;
            Assert.True(tries < 5, $"{question} took longer than a second each of {tries} times.");
        }
    }
}
