using AxSpa.Shared.Protocol;
using AxSpa.Shared.Views;
using static AxSpa.Pbm.Tests.MadeRuns;

namespace AxSpa.Pbm.Tests.Views;

public sealed class RunEtaTests
{
    private static readonly DateTimeOffset After20S = Noon.AddSeconds(20);

    [Fact]
    public void Before_anything_is_done_nothing_is_known() =>
        Assert.Null(RunEta.Of(Run(jobs: [Fold("mri-0", JobStatus.Running), Fold("mri-1")]), After20S));

    [Fact]
    public void A_branch_of_which_nothing_is_known_leaves_the_whole_unknown() =>
        Assert.Null(RunEta.Of(Run(jobs: [Fold("clinical-0", JobStatus.Completed), Fold("mri-0")]), After20S));

    [Fact]
    public void Epochs_promise_the_rest_of_their_fold() =>
        Assert.Equal(20, RunEta.Of(Run(jobs: Fold("mri-0", JobStatus.Running).AtEpoch(5, 10)), After20S)!.Value.TotalSeconds, 1e-6);

    [Fact]
    public void Finished_folds_promise_the_waiting_ones() =>
        // One fold took 40 s; three are left and one slot works: 20 s of the running one, then 80 s.
        Assert.Equal(100, RunEta.Of(
            Run(jobs: [Fold("mri-0", JobStatus.Completed), Fold("mri-1", JobStatus.Running), Fold("mri-2"), Fold("mri-3")]), After20S)!.Value.TotalSeconds, 1e-6);

    [Fact]
    public void Slots_that_work_at_once_share_what_is_left() =>
        Assert.Equal(60, RunEta.Of(
            Run(jobs: [Fold("mri-0", JobStatus.Completed), Fold("mri-1", JobStatus.Running), Fold("mri-2", JobStatus.Running), Fold("mri-3"), Fold("mri-4")]),
            After20S)!.Value.TotalSeconds, 1e-6);

    [Fact]
    public void Once_the_folds_are_done_nothing_is_guessed()
    {
        Assert.Null(RunEta.Of(Run(jobs: Fold("mri-0", JobStatus.Completed)), After20S));
        Assert.Null(RunEta.Of(Run(RunStatus.Cancelled, jobs: Fold("mri-0", JobStatus.Running).AtEpoch(5, 10)), After20S));
    }
}
