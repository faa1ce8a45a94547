using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Views.Tests;

public sealed class RunEtaTests
{
    private static readonly DateTimeOffset After20S = Noon.AddSeconds(20);

    [Fact]
    public void Before_anything_is_done_nothing_is_known() =>
        Assert.Null(RunEta.Of(Run(jobs: [Fold("mri-0", JobStatus.Running), Fold("mri-1")]), After20S));

    /// <summary>Fusion a tenth of a fold, explanation a fold, report a fifth; each at least some seconds.</summary>
    private static double Afterwards(double fold) => Math.Max(1, 0.1 * fold) + Math.Max(4, fold) + Math.Max(2, 0.2 * fold);

    private static JobView Later(JobKind kind, JobStatus status) =>
        Fold("mri-0", status) with { Job = new JobId(kind.ToString()), Kind = kind, Fold = null };

    private static double Seconds(RunView run) => RunEta.Of(run, After20S)!.Value.TotalSeconds;

    [Fact]
    public void The_first_epoch_of_the_first_fold_gives_a_first_estimate_of_everything() =>
        // 20 s for one of ten epochs: 200 s a fold, of which 180 are left here; the clinical fold is taken as a tenth of one.
        Assert.Equal(200 + Afterwards(200), Seconds(Run(jobs: [Fold("mri-0", JobStatus.Running).AtEpoch(1, 10), Fold("clinical-0")])), 1e-6);

    [Fact]
    public void A_branch_of_which_nothing_is_known_is_taken_from_the_other() =>
        Assert.Equal(400 + Afterwards(400), Seconds(Run(jobs: [Fold("clinical-0", JobStatus.Completed), Fold("mri-0")])), 1e-6);

    [Fact]
    public void Epochs_promise_the_rest_of_their_fold() =>
        Assert.Equal(20 + Afterwards(40), Seconds(Run(jobs: Fold("mri-0", JobStatus.Running).AtEpoch(5, 10))), 1e-6);

    [Fact]
    public void Finished_folds_promise_the_waiting_ones() =>
        // One fold took 40 s; three are left and one slot works: 20 s of the running one, then 80 s.
        Assert.Equal(100 + Afterwards(40), Seconds(
            Run(jobs: [Fold("mri-0", JobStatus.Completed), Fold("mri-1", JobStatus.Running), Fold("mri-2"), Fold("mri-3")])), 1e-6);

    [Fact]
    public void Slots_that_work_at_once_share_what_is_left() =>
        Assert.Equal(60 + Afterwards(40), Seconds(
            Run(jobs: [Fold("mri-0", JobStatus.Completed), Fold("mri-1", JobStatus.Running), Fold("mri-2", JobStatus.Running), Fold("mri-3"), Fold("mri-4")])),
            1e-6);

    [Theory]
    [InlineData(RunStage.Clinical, 0)]
    [InlineData(RunStage.Fusion, 4)]
    [InlineData(RunStage.Evaluation, 52)]
    public void Only_what_the_run_is_asked_for_follows_the_folds(RunStage until, double seconds) =>
        Assert.Equal(seconds, Seconds(Run(jobs: Fold("mri-0", JobStatus.Completed)) with { Until = until }), 1e-6);

    [Theory]
    [InlineData(JobStatus.Waiting, 40 + 8)]
    [InlineData(JobStatus.Running, 20 + 8)] // 20 of 40 s are over
    [InlineData(JobStatus.Completed, 8)]
    public void What_follows_is_counted_down_as_it_is_done(JobStatus explained, double seconds) => Assert.Equal(seconds, Seconds(
        Run(jobs: [Fold("mri-0", JobStatus.Completed), Later(JobKind.FitFusion, JobStatus.Completed), Later(JobKind.ExplainFold, explained)])), 1e-6);

    [Fact]
    public void What_takes_longer_than_was_thought_is_not_said_to_be_done() =>
        // A fold of 0.4 s: the explanation is taken as 4 s at least, and runs for 20 s already.
        Assert.Equal(20.0 / 4 + 2, Seconds(Run(jobs:
            [Fold("mri-0", JobStatus.Completed) with { EndedAt = Noon.AddSeconds(0.4) }, Later(JobKind.FitFusion, JobStatus.Completed),
                Later(JobKind.ExplainFold, JobStatus.Running)])),
            1e-6);

    [Fact]
    public void Of_a_run_that_has_ended_nothing_is_guessed() =>
        Assert.Null(RunEta.Of(Run(RunStatus.Cancelled, jobs: Fold("mri-0", JobStatus.Running).AtEpoch(5, 10)), After20S));
}
