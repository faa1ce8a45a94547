using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class NextStepTests
{
    [Fact]
    public void A_run_asks_for_its_cohort_then_for_its_folds_then_leaves_the_rest_to_the_later_stages()
    {
        var run = Begun();
        Assert.Equal(JobKinds.CohortJob, Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs[0].Id);
        run = run.After(run.OnRequest(JobKinds.Cohort, Now));
        Assert.IsType<NextStep.Wait>(NextStep.Of(run, Specification));
        run = Begun().WithCohort(scans: 0);
        var folds = Assert.IsType<NextStep.Request>(NextStep.Of(run, Specification)).Jobs;
        run = run.After(run.OnRequest(folds, Now));
        foreach (var fold in folds)
        {
            Assert.IsType<NextStep.Wait>(NextStep.Of(run, Specification));
            run = run.Official(fold.Id.Value).AskedAhead(Specification);
        }
        Assert.IsType<NextStep.LaterStages>(NextStep.Of(run, Specification));
    }

    [Fact]
    public void A_run_until_the_cohort_is_complete_with_it() =>
        Assert.IsType<NextStep.Complete>(NextStep.Of(Begun(RunStage.Cohort).WithCohort(), Specification));
}
