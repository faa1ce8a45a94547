using System.Text.RegularExpressions;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Nothing acts before its event rests, and nothing that has no right to acts at all.</summary>
public sealed class FencingTests : CoordinatorUnderTest
{
    [Fact]
    public void A_node_hears_of_a_grant_only_when_it_rests_in_the_journal()
    {
        HeldJournal.Hold(Sys, typeof(RunEvents.JobGranted));
        var coordinator = Coordinator();
        Report(coordinator);
        Submit(coordinator);
        Node.ExpectNoMsg(AMoment, Stop);
        Assert.DoesNotContain("granted", RunLog);
        HeldJournal.Release(Sys, typeof(RunEvents.JobGranted));
        AwaitGrant();
    }

    [Fact]
    public void A_result_is_acknowledged_and_shown_only_when_it_rests_in_the_journal()
    {
        var coordinator = Coordinator();
        Report(coordinator);
        Submit(coordinator);
        var attempt = AttemptOf(AwaitGrant());
        HeldJournal.Hold(Sys, typeof(RunEvents.JobMadeOfficial));
        coordinator.Tell(Completed(attempt), Node.Ref);
        Node.ExpectNoMsg(AMoment, Stop);
        Assert.DoesNotContain("official", RunLog);
        HeldJournal.Release(Sys, typeof(RunEvents.JobMadeOfficial));
        AwaitRecorded(attempt);
        Assert.Contains("official cohort attempt 1", RunLog);
    }

    [Fact]
    public void An_answer_of_an_older_attempt_is_dropped_and_its_node_told_to_forget_it()
    {
        var coordinator = Coordinator();
        Report(coordinator);
        Submit(coordinator);
        var first = AttemptOf(AwaitGrant());
        coordinator.Tell(new NodeProtocol.JobFailed(first, Id, FailureKind.Lost, "the slot was not free"), Node.Ref);
        Report(coordinator, running: first);
        Report(coordinator);
        var second = AttemptOf(Node.FishForMessage<NodeProtocol.GrantJob>(grant => grant.Job.Attempt == 2, Long, cancellationToken: Stop));
        coordinator.Tell(Completed(first), Node.Ref);
        AwaitRecorded(first);
        Assert.DoesNotContain("official", RunLog);
        // A trainer that still computes the older attempt is stopped.
        Report(coordinator, running: first);
        Assert.Equal(first, Node.FishForMessage<NodeProtocol.CancelAttempt>(_ => true, Long, cancellationToken: Stop).Attempt);
        coordinator.Tell(Completed(second), Node.Ref);
        AwaitRecorded(second);
        Assert.Equal(["official cohort attempt 2"], Regex.Matches(RunLog, @"official \S+ attempt \d+").Select(line => line.Value));
    }

    [Fact]
    public void A_grant_that_its_node_does_not_know_is_told_again_and_is_not_another_attempt()
    {
        var coordinator = Coordinator();
        Report(coordinator);
        Submit(coordinator);
        var lost = AwaitGrant();
        Report(coordinator);
        var again = AwaitGrant();
        Assert.Equal(AttemptOf(lost), AttemptOf(again));
        Assert.Single(Regex.Matches(RunLog, "granted"));
    }

    [Fact]
    public void After_a_recovery_what_runs_goes_on_and_what_finished_meanwhile_is_recorded_once()
    {
        var before = Coordinator();
        Report(before);
        Submit(before);
        var attempt = AttemptOf(AwaitGrant());
        Node.Watch(before);
        before.Tell(PoisonPill.Instance);
        Node.ExpectTerminated(before, Long, cancellationToken: Stop);

        var after = Coordinator();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        Report(after, running: attempt);
        Node.ExpectNoMsg(AMoment, Stop); // neither cancelled nor granted again
        // Its end is resent, as a node does that has heard no answer.
        after.Tell(Completed(attempt), Node.Ref);
        AwaitRecorded(attempt);
        after.Tell(Completed(attempt), Node.Ref);
        AwaitRecorded(attempt);
        Assert.Single(Regex.Matches(RunLog, "granted"));
        Assert.Single(Regex.Matches(RunLog, "official"));
    }

    [Fact]
    public void What_was_granted_and_never_sent_before_the_coordinator_died_is_sent_by_the_next_one()
    {
        var before = Coordinator();
        Report(before);
        Submit(before);
        var grant = AwaitGrant();
        before.Tell(PoisonPill.Instance);

        var after = Coordinator();
        AwaitAssert(() => Assert.Contains("took over, generation 2", RunLog), Long, cancellationToken: Stop);
        var again = AwaitGrantReporting(after); // the node never heard of it
        Assert.Equal(AttemptOf(grant), AttemptOf(again));
        Assert.Equal((1L, 2L), (grant.Generation, again.Generation));
    }

    [Fact]
    public void A_lease_that_nobody_renews_requeues_its_job_as_the_next_attempt()
    {
        var clock = new FakeTimeProvider();
        var coordinator = Coordinator(clock);
        Report(coordinator);
        Submit(coordinator);
        Report(coordinator, running: AttemptOf(AwaitGrant())); // its last word
        AwaitAssert(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(3)); // ten in a second, in which the run looks once: more than half a lease would be a node that stood still
            Assert.Contains("failed cohort attempt 1 (Lost): its lease ran out", RunLog);
        }, Long, TimeSpan.FromMilliseconds(300), Stop);
        Report(coordinator);
        Assert.Equal(2, AwaitGrant().Job.Attempt);
    }

    [Fact]
    public void After_a_recovery_what_a_node_held_that_is_no_member_any_more_is_requeued_at_once()
    {
        var before = Coordinator();
        Report(before, of: Id with { Incarnation = Id.Incarnation + 1 });
        Submit(before);
        AwaitGrant();
        before.Tell(PoisonPill.Instance);

        var after = Coordinator();
        AwaitAssert(() => Assert.Contains("failed cohort attempt 1 (Lost): node", RunLog), Long, cancellationToken: Stop);
        Report(after);
        Assert.Equal(2, AwaitGrant().Job.Attempt);
    }

    [Theory]
    [InlineData(FailureKind.Storage, "no space left", "is tried again at")]
    [InlineData(FailureKind.Crashed, "code 139", "another node than 127.0.0.1")]
    public void Describe_says_what_a_job_waits_for_that_is_not_placed(FailureKind kind, string reason, string words)
    {
        var coordinator = Coordinator();
        Report(coordinator);
        Submit(coordinator);
        var attempt = AttemptOf(AwaitGrant());
        // Another node that works, and is busy with something else.
        Report(coordinator, running: attempt with { Run = new RunId("another") }, of: new NodeId("127.0.0.2", 1, 1));
        coordinator.Tell(new NodeProtocol.JobFailed(attempt, Id, kind, reason), Node.Ref);
        Report(coordinator, running: attempt);
        Report(coordinator);
        AwaitAssert(() =>
        {
            coordinator.Tell(new RunProtocol.DescribeRun(attempt.Run), Node.Ref);
            Assert.Contains(words, Node.FishForMessage<RunView>(_ => true, Long, cancellationToken: Stop).WaitingFor);
        }, Long, TimeSpan.FromMilliseconds(200), Stop);
    }
}
