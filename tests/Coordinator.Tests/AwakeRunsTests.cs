using Akka.TestKit;
using Akka.TestKit.Xunit;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Runs that rest, and messages that come while they are about to.</summary>
public sealed class AwakeRunsTests : TestKit
{
    private static readonly RunId Run = new("r1");
    private static readonly NodeId Node = new("h", 1, 1);

    private readonly Queue<TestProbe> _started = [];
    private readonly AwakeRuns _awake;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public AwakeRunsTests() => _awake = new AwakeRuns(_ =>
    {
        _started.Enqueue(CreateTestProbe());
        return _started.Last().Ref;
    });

    private static RunSummary Summary => new(Run, "n", RunStatus.Running, "s", default, null);

    [Fact]
    public void A_message_wakes_a_run_and_the_next_one_finds_it_awake()
    {
        _awake.Tell(Run, "one", TestActor);
        _awake.Of(Run).Tell("two", TestActor);
        var actor = Assert.Single(_started);
        Assert.Equal("one", actor.ExpectMsg<string>(cancellationToken: Stop));
        Assert.Equal("two", actor.ExpectMsg<string>(cancellationToken: Stop));
        Assert.Equal(TestActor, actor.LastSender);
    }

    [Fact]
    public void What_comes_while_a_run_stops_is_kept_for_the_one_that_follows()
    {
        _awake.Wake(Run);
        var actor = _started.Dequeue();
        _awake.Rest(Run);
        actor.ExpectMsg<RunMessages.Rest>(cancellationToken: Stop);
        var mailbox = _awake.Of(Run);
        mailbox.Tell("one", TestActor);
        _awake.Tell(Run, "two", TestActor);
        _awake.Rest(Run);
        actor.ExpectNoMsg(TimeSpan.FromMilliseconds(100), Stop);
        Assert.Equal(Run, _awake.Named(actor.Ref));
        Assert.Equal([("one", TestActor), ("two", TestActor)], _awake.Forget(Run).Select(held => ((string)held.Message, held.Sender)));
        Assert.Null(_awake.Named(actor.Ref));
        Assert.Empty(_awake.All);
        mailbox.Tell("three", TestActor);
        Assert.Equal("three", _started.Dequeue().ExpectMsg<string>(cancellationToken: Stop));
    }

    [Fact]
    public void A_run_that_has_to_see_to_something_first_gets_what_was_kept()
    {
        _awake.Wake(Run);
        var actor = _started.Dequeue();
        _awake.Rest(Run);
        _awake.Tell(Run, "one", TestActor);
        _awake.StayAwake(Run);
        _awake.Tell(Run, "two", TestActor);
        actor.ExpectMsg<RunMessages.Rest>(cancellationToken: Stop);
        Assert.Equal(["one", "two"], [actor.ExpectMsg<string>(cancellationToken: Stop), actor.ExpectMsg<string>(cancellationToken: Stop)]);
        _awake.Rest(Run);
        actor.ExpectMsg<RunMessages.Rest>(cancellationToken: Stop);
    }

    [Fact]
    public void What_is_known_of_a_run_goes_when_it_rests_and_stays_when_it_only_begins_again()
    {
        _awake.Note(new RunMessages.StandingChanged(Summary, []));
        Assert.Null(_awake.Summary(Run)); // of a run that rests nothing is kept
        _awake.Wake(Run);
        _awake.Note(new RunMessages.StandingChanged(Summary, [Node]));
        _awake.StartAgain(Run);
        Assert.Equal(2, _started.Count);
        Assert.Equal((null, Run), (_awake.Named(_started.Dequeue().Ref), _awake.Named(_started.Dequeue().Ref)));
        Assert.Equal(Summary, _awake.Summary(Run));
        _awake.Forget(Run);
        Assert.Null(_awake.Summary(Run));
        _awake.StartAgain(Run);
        Assert.Empty(_awake.All);
    }

    [Fact]
    public void A_report_concerns_a_run_that_holds_a_slot_there_and_one_of_which_nothing_is_known_yet()
    {
        Assert.DoesNotContain(Run, _awake.Concerned(Node));
        _awake.Wake(Run);
        Assert.Contains(Run, _awake.Concerned(Node));
        _awake.Note(new RunMessages.StandingChanged(Summary, []));
        Assert.DoesNotContain(Run, _awake.Concerned(Node));
        _awake.Note(new RunMessages.StandingChanged(Summary, [Node]));
        Assert.Contains(Run, _awake.Concerned(Node));
        Assert.DoesNotContain(Run, _awake.Concerned(Node with { Incarnation = 2 }));
        _awake.Note(new RunMessages.StandingChanged(Summary, []));
        _awake.StartAgain(Run);
        Assert.Contains(Run, _awake.Concerned(Node));
        _awake.Note(new RunMessages.StandingChanged(Summary, [Node]));
        _awake.Forget(Run);
        Assert.Empty(_awake.Concerned(Node));
    }
}
