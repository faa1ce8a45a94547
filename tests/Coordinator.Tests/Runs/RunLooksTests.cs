using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using CsCheck;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>What a look at the disk comes to when the run may have ended since it was begun.</summary>
public sealed class RunLooksTests
{
    private static readonly FoldId Fold = new(BranchId.Mri, 0);
    private static readonly Damage OfFold = new(new JobId("mri-0"), 1, "x is missing.");

    /// <summary>One fold is done and the next one runs.</summary>
    private static readonly RunState Running = WithFolds().After(new RunEvents.Extended(RunStage.Mri, Now)).Official("mri-0").Granted("mri-1");

    private static readonly (string Name, RunState Run)[] Runs =
    [
        ("running", Running),
        ("paused", Running.After(new RunEvents.Paused(Now))),
        ("completed", Running.Official("mri-2").After(new RunEvents.Completed(Now))),
        ("failed", Running.After(new RunEvents.Failed(FailureKind.Diverged, "the loss is NaN", Now))),
        ("refused", Begun(RunStage.Mri).After(new RunEvents.Failed(FailureKind.BadInput, "no label", Now))),
        ("cancelled", Running.After(new RunEvents.Cancelled(Now))),
    ];

    private static readonly NodeProtocol.JobCompleted Result = new(Attempt("mri-1", 1), Node, [], NoFigures);

    private static readonly (string Name, LookOrder Order)[] Orders =
    [
        ("take-over", LookOrder.TakeOver.Instance),
        ("resume", LookOrder.Resume.Instance),
        ("retry", new LookOrder.Retry(Fold)),
        ("submitted again", new LookOrder.Resubmit(Specification, RunStage.Mri)),
        ("... further", new LookOrder.Resubmit(Specification, RunStage.Evaluation)),
        ("attempt failed", new LookOrder.AttemptFailed(new NodeProtocol.JobFailed(Attempt("mri-1", 1), Node, FailureKind.BadInput, "altered"), 0)),
        ("result", new LookOrder.Completed(Result, 0)),
        ("not visible", new LookOrder.NotVisible(new NodeProtocol.FileNotVisible(Attempt("mri-1", 1), Node, "/c.csv", "not there"), 0)),
        ("... of the workspace", new LookOrder.NotVisible(new NodeProtocol.FileNotVisible(Attempt("mri-1", 1), Node, "volumes/1.f32", "not there"), 0)),
        ("rehearsed resume", new LookOrder.Rehearsal(new RunProtocol.ResumeRun(Id))),
        ("rehearsed retry", new LookOrder.Rehearsal(new RunProtocol.RetryFold(Id, Fold))),
    ];

    private static readonly (string Name, Func<LookOrder, Look> Found)[] Findings =
    [
        ("whole", order => new Look(order, [], null)),
        ("damaged", order => new Look(order, [OfFold], null)),
        ("changed", order => new Look(order, [], "c.csv has changed")),
        ("both", order => new Look(order, [OfFold], "c.csv has changed")),
        ("away", order => new Look(order, [], null) { Away = "/w is away" }),
        ("run.yaml lost", order => new Look(order, [], null) { IsSpecificationLost = true }),
    ];

    /// <summary>Events; the answer, where one is given; what becomes of the gate.</summary>
    private static string Said(LookDecision decision) => string.Join(' ', ((string[])
    [
        string.Join('+', decision.Events.Select(happened => happened.GetType().Name.Replace("Result", "").Replace("Job", ""))),
        decision.Answer switch
        {
            null => "",
            RunProtocol.Refused => "refused",
            RunProtocol.RunAccepted accepted => $"{accepted.How}".ToLowerInvariant(),
            RunProtocol.RunChanged changed => changed.How,
            NodeProtocol.ResultRecorded => "recorded",
            var other => other.GetType().Name,
        },
        decision.Gate switch { GateChange.Open => "open", GateChange.LookAgain => "look again", _ => "" },
        decision.RestoresSpecification ? "writes" : "",
    ]).Where(part => part.Length > 0)) is { Length: > 0 } said ? said : "-";

    /// <summary>A line for each status: what comes of it with files whole, damaged, changed, both; with the workspace away; with run.yaml lost.</summary>
    private static IEnumerable<string> Table(string order) =>
        from run in Runs
        let cells = Findings.Select(finding => Said(run.Run.OnSeen(finding.Found(Orders.Single(known => known.Name == order).Order), isGateOpen: false, Now)))
        select $"{run.Name}: {string.Join(" | ", cells)}";

    public static TheoryData<string, string[]> Tables => new()
    {
        {
            "take-over", [
                "running: open | Withdrawn open | look again | look again | look again | open writes",
                "paused: open | Withdrawn open | look again | look again | look again | open writes",
                "completed: - | - | - | - | - | -",
                "failed: - | - | - | - | - | -",
                "refused: - | - | - | - | - | -",
                "cancelled: - | - | - | - | - | -",
            ]
        },
        {
            "resume", [
                "running: refused open | Withdrawn resumed open | refused | refused | refused | refused open writes",
                "paused: Resumed resumed open | Resumed+Withdrawn resumed open | refused | refused | refused | Resumed resumed open writes",
                "completed: refused | Withdrawn resumed open | refused | refused | refused | refused",
                "failed: Resumed resumed open | Resumed+Withdrawn resumed open | refused | refused | refused | Resumed resumed open writes",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
        {
            "retry", [
                "running: Withdrawn retried open | Withdrawn+Retried retried open | refused | refused | refused | Withdrawn retried open writes",
                "paused: Withdrawn retried open | Withdrawn+Retried retried open | refused | refused | refused | Withdrawn retried open writes",
                "completed: Withdrawn retried open | Withdrawn+Retried retried open | refused | refused | refused | Withdrawn retried open writes",
                "failed: Resumed+Withdrawn retried open | Resumed+Withdrawn+Retried retried open | refused | refused | refused | "
                + "Resumed+Withdrawn retried open writes",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
        {
            "submitted again", [
                "running: resumed open | Withdrawn resumed open | refused | refused | refused | resumed open writes",
                "paused: resumed open | Withdrawn resumed open | refused | refused | refused | resumed open writes",
                "completed: alreadyfinished | Withdrawn resumed open | refused | refused | refused | alreadyfinished",
                "failed: refused | refused | refused | refused | refused | refused",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
        {
            "... further",
            [
                "running: Extended resumed open | Withdrawn+Extended resumed open | refused | refused | refused | Extended resumed open writes",
                "paused: Extended resumed open | Withdrawn+Extended resumed open | refused | refused | refused | Extended resumed open writes",
                "completed: Extended resumed open | Withdrawn+Extended resumed open | refused | refused | refused | Extended resumed open writes",
                "failed: refused | refused | refused | refused | refused | refused",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
        {
            "attempt failed", [
                "running: AttemptFailed+Failed recorded | Withdrawn recorded open | AttemptFailed+Failed recorded | Withdrawn recorded | AttemptFailed "
                + "recorded | AttemptFailed recorded open writes",
                "paused: AttemptFailed+Failed recorded | Withdrawn recorded open | AttemptFailed+Failed recorded | Withdrawn recorded | AttemptFailed "
                + "recorded | AttemptFailed recorded open writes",
                "completed: recorded | recorded | recorded | recorded | recorded | recorded",
                "failed: recorded | recorded | recorded | recorded | recorded | recorded",
                "refused: recorded | recorded | recorded | recorded | recorded | recorded",
                "cancelled: recorded | recorded | recorded | recorded | recorded | recorded",
            ]
        },
        {
            "result", [
                "running: MadeOfficial recorded | MadeOfficial recorded | MadeOfficial recorded | MadeOfficial recorded | - | MadeOfficial recorded writes",
                "paused: MadeOfficial recorded | MadeOfficial recorded | MadeOfficial recorded | MadeOfficial recorded | - | MadeOfficial recorded writes",
                "completed: recorded | recorded | recorded | recorded | recorded | recorded",
                "failed: recorded | recorded | recorded | recorded | recorded | recorded",
                "refused: recorded | recorded | recorded | recorded | recorded | recorded",
                "cancelled: recorded | recorded | recorded | recorded | recorded | recorded",
            ]
        },
        {
            "not visible", [
                "running: FileNotVisible recorded | FileNotVisible recorded | AttemptFailed+Failed recorded | AttemptFailed+Failed recorded | AttemptFailed "
                + "recorded | FileNotVisible recorded writes",
                "paused: FileNotVisible recorded | FileNotVisible recorded | AttemptFailed+Failed recorded | AttemptFailed+Failed recorded | AttemptFailed "
                + "recorded | FileNotVisible recorded writes",
                "completed: recorded | recorded | recorded | recorded | recorded | recorded",
                "failed: recorded | recorded | recorded | recorded | recorded | recorded",
                "refused: recorded | recorded | recorded | recorded | recorded | recorded",
                "cancelled: recorded | recorded | recorded | recorded | recorded | recorded",
            ]
        },
        {
            "... of the workspace",
            [
                "running: FileNotVisible recorded | Withdrawn recorded | AttemptFailed recorded | Withdrawn recorded | AttemptFailed recorded | "
                + "FileNotVisible recorded writes",
                "paused: FileNotVisible recorded | Withdrawn recorded | AttemptFailed recorded | Withdrawn recorded | AttemptFailed recorded | "
                + "FileNotVisible recorded writes",
                "completed: recorded | recorded | recorded | recorded | recorded | recorded",
                "failed: recorded | recorded | recorded | recorded | recorded | recorded",
                "refused: recorded | recorded | recorded | recorded | recorded | recorded",
                "cancelled: recorded | recorded | recorded | recorded | recorded | recorded",
            ]
        },
        {
            "rehearsed resume", [
                "running: refused | resumed | refused | refused | refused | refused",
                "paused: resumed | resumed | refused | refused | refused | resumed",
                "completed: refused | resumed | refused | refused | refused | refused",
                "failed: resumed | resumed | refused | refused | refused | resumed",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
        {
            "rehearsed retry", [
                "running: retried | retried | refused | refused | refused | retried",
                "paused: retried | retried | refused | refused | refused | retried",
                "completed: retried | retried | refused | refused | refused | retried",
                "failed: retried | retried | refused | refused | refused | retried",
                "refused: refused | refused | refused | refused | refused | refused",
                "cancelled: refused | refused | refused | refused | refused | refused",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void What_an_order_comes_to_by_the_status_that_it_meets(string order, string[] expected) => Assert.Equal(expected, Table(order));

    [Fact]
    public void Every_order_has_its_table()
    {
        Assert.Equal(Orders.Select(order => order.Name), Tables.Select(row => row.Data.Item1));
        Assert.Equal(
            typeof(LookOrder).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(LookOrder))).Select(type => type.Name).Order(StringComparer.Ordinal),
            Orders.Select(order => order.Order.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A gate that is open stays open, and nothing is looked at again for it.</summary>
    [Fact]
    public void A_look_never_closes_a_gate_that_is_open() => Assert.All(
        from run in Runs
        from order in Orders
        from finding in Findings
        select run.Run.OnSeen(finding.Found(order.Order), isGateOpen: true, Now).Gate,
        gate => Assert.NotEqual(GateChange.LookAgain, gate));

    [Fact]
    public void Copies_are_made_again_for_a_run_that_goes_on_and_only_then()
    {
        Assert.True(Running.OnSeen(Findings[0].Found(LookOrder.TakeOver.Instance), isGateOpen: false, Now).RestoresCopies);
        Assert.True(Running.OnSeen(Findings[0].Found(LookOrder.Resume.Instance), isGateOpen: true, Now).RestoresCopies);
        Assert.False(Running.OnSeen(Findings[0].Found(new LookOrder.Retry(Fold)), isGateOpen: true, Now).RestoresCopies);
        Assert.All(Orders, order => Assert.False(Runs[5].Run.OnSeen(Findings[0].Found(order.Order), isGateOpen: false, Now).RestoresCopies));
    }

    [Fact]
    public void Who_wanted_something_while_the_workspace_is_away_hears_that_it_is() => Assert.All(
        Orders.Where(order => order.Order is LookOrder.Resume or LookOrder.Retry or LookOrder.Resubmit or LookOrder.Rehearsal),
        order => Assert.Equal("/w is away", Assert.IsType<RunProtocol.Refused>(
            Running.After(new RunEvents.Paused(Now)).OnSeen(Findings[4].Found(order.Order), false, Now).Answer).Reason));

    [Fact]
    public void What_an_attempt_could_not_use_while_the_workspace_is_away_is_trouble_with_storage_and_so_is_a_lost_specification()
    {
        Assert.Equal((FailureKind.Storage, "altered (/w is away)"), Failure(Orders[5].Order, 4));
        Assert.Equal((FailureKind.Storage, "altered (run.yaml was missing or altered, and is written again)"), Failure(Orders[5].Order, 5));
        Assert.Equal((FailureKind.Storage, "/w is away"), Failure(Orders[7].Order, 4));
        Assert.Equal((FailureKind.Storage, "not there"), Failure(Orders[8].Order, 2));

        static (FailureKind, string) Failure(LookOrder order, int finding) =>
            Running.OnSeen(Findings[finding].Found(order), false, Now).Events is [RunEvents.AttemptFailed failed] ? (failed.Kind, failed.Reason) : default;
    }

    [Fact]
    public void A_result_that_cannot_be_looked_at_because_the_workspace_is_away_is_neither_official_nor_lost() =>
        Assert.Empty(Running.OnSeen(Findings[4].Found(Orders[6].Order), false, Now).Events);

    [Fact]
    public void A_submission_that_meets_a_run_that_was_cancelled_meanwhile_hears_what_to_do() =>
        Assert.Contains("was cancelled while its files were being looked at. Submit the specification again",
            Assert.IsType<RunProtocol.Refused>(Runs[5].Run.OnSeen(Findings[1].Found(Orders[3].Order), false, Now).Answer).Reason);

    /// <summary>
    /// Looks are begun and come back in any order, with orders, ends, cancels, pauses and damage between them: a cancelled run stays cancelled, an
    /// ended one loses no result unless somebody ordered it to go on, and whoever asked is answered.
    /// </summary>
    [Fact]
    public void Looks_that_come_back_in_any_order_never_open_a_run_that_was_cancelled() => Gen.Int[0, 1 << 20].Array[1, 120].Sample(choices =>
    {
        var lived = new LivedRun();
        foreach (var choice in choices)
        {
            var before = lived.State;
            var (look, decision) = lived.Step(choice);
            if (before.Status == RunStatus.Cancelled)
                Assert.Same(before, lived.State);
            if (look is null)
                continue;
            Assert.Equal(look.Order is LookOrder.TakeOver, decision!.Answer is null);
            if (before.Status != RunStatus.Running && look.Order is (LookOrder.TakeOver or LookOrder.AttemptFailed or LookOrder.NotVisible))
                Assert.Empty(decision.Events);
            if (look.Order is LookOrder.Rehearsal)
                Assert.Empty(decision.Events);
            if (before.Status == RunStatus.Failed && look.Order is LookOrder.Resubmit)
                Assert.Empty(decision.Events);
        }
    }, iter: 3_000);

    [Fact]
    public void What_is_read_from_an_older_journal_is_read_as_it_happened()
    {
        var reopened = Runs[5].Run.After(new RunEvents.ResultWithdrawn(new JobId("mri-0"), 1, "gone", Now));
        Assert.Equal((RunStatus.Running, true), (reopened.Status, reopened.Job(new JobId("mri-0"))!.IsWithdrawn));
        Assert.False(Runs[5].Run.Admits(new RunEvents.ResultWithdrawn(new JobId("mri-0"), 1, "gone", Now)));
    }
}
