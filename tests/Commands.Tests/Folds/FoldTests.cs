using System.Text.Json;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Folds;

public sealed class FoldTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public FoldTests() => _room.Cluster.Show(Run(stage: "folds 1/3", jobs:
    [
        Fold("mri-0", JobStatus.Completed).WithFigures(("best_epoch", 7), ("validation_auroc", 0.8712)),
        Fold("mri-1", JobStatus.Running, attempt: 2).AtEpoch(5, 10) with { LastFailure = "attempt 1: killed" },
        Fold("clinical-0") with { Job = new JobId("cohort"), Kind = JobKind.PrepareCohort, Fold = null },
    ]));

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task List_shows_the_folds_and_nothing_else()
    {
        _room.Clock.Now = Noon.AddSeconds(20);
        Assert.Equal(
            """
            FOLD   STATUS     ATTEMPT  PROGRESS                              TIME  WHERE                  NOTE
            mri-0  completed  1        best epoch 7  validation AUROC 0.871  40 s  127.0.0.1:4055
            mri-1  running    2        epoch 5/10  AUROC 0.871               20 s  cpu of 127.0.0.1:4055  attempt 1: killed
            Count: 2 folds
            """, (await _room.Run("fold list last")).Out);
        Assert.Equal(["mri-0", "mri-1"],
            JsonDocument.Parse((await _room.Run("fold list last -o json")).Out).RootElement.EnumerateArray()
                .Select(fold => fold.GetProperty("fold").GetString()));
    }

    [Fact]
    public async Task A_fold_of_a_later_repeat_is_described_by_its_name()
    {
        await using var room = new CommandRoom();
        room.Cluster.Show(Run(stage: "folds 0/2", jobs: [Fold("mri-0"), Fold("mri-r2-0")]));
        Assert.Contains("repeat:            2 of the cross-validation, with other folds, initial weights and orders; the run's models are those of the first\n",
            (await room.Run("fold describe last mri-r2-0")).Out);
        Assert.DoesNotContain("repeat:", (await room.Run("fold describe last mri-0")).Out);
    }

    [Fact]
    public async Task Describe_shows_a_fold_and_what_happened_to_it()
    {
        _room.Clock.Now = Noon.AddSeconds(20);
        _room.NodeFileClient.Write("run.log",
            "2026-11-23T12:00:00.000Z info  granted mri-0 attempt 1 to n\n2026-11-23T12:00:00.100Z info  granted mri-1 attempt 1 to "
            + "n\n2026-11-23T12:00:01.000Z warn  failed mri-1 attempt 1 (Lost): killed\n");
        Assert.Equal(
            $"""
            run:               {Id} (axspa-baseline)
            fold:              mri-1
            status:            running
            attempt:           2
            where:             cpu of 127.0.0.1:4055
            progress:          epoch 5/10  AUROC 0.871
            training loss:     0.412
            started:           2026-11-23 12:00:00Z
            time:              20 s
            last failure:      attempt 1: killed

            2026-11-23T12:00:00.100Z info  granted mri-1 attempt 1 to n
            2026-11-23T12:00:01.000Z warn  failed mri-1 attempt 1 (Lost): killed
            """, (await _room.Run("fold describe last mri-1")).Out);
        Assert.Equal("running", JsonDocument.Parse((await _room.Run("fold describe last mri-1 -o json")).Out).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Describe_does_without_the_history_where_the_workspace_cannot_be_seen()
    {
        _room.Membership.Members = [];
        var said = await _room.Run("fold describe last mri-0");
        Assert.Equal(0, said.Exit);
        Assert.Contains("best epoch:        7", said.Out);
        Assert.Contains("No node that sees the workspace", said.Err);
    }

    [Fact]
    public async Task A_fold_that_there_is_not_is_refused_with_those_that_there_are() =>
        Assert.Contains("has no fold mri-4: it has mri-0, mri-1.", (await _room.Run("fold describe last mri-4")).Err);
}
