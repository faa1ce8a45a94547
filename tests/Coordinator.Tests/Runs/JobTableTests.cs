using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Views;
using CsCheck;
using Xunit;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>What the table of jobs keeps beside them is what looking at each of them gives.</summary>
public sealed class JobTableTests
{
    [Fact]
    public void Whatever_happens_to_a_run_the_table_says_what_its_jobs_say() => Gen.Int[0, 999_999].List[0, 60].Sample(choices =>
    {
        var lived = new LivedRun();
        foreach (var choice in choices)
        {
            lived.Step(choice);
            var jobs = lived.State.Jobs;
            Assert.Equal(jobs.Values.OrderBy(job => job.Request.Id.Value, NumericOrder.OfNames), jobs.Values);
            Assert.Equal(jobs.Values.Where(job => job.Grant is not null), jobs.Granted);
            Assert.Equal(
                jobs.Values.Where(job => job.IsWaiting).OrderBy(job => RunGraph.Whole.RankOf(job.Request.Kind)).ThenBy(job => job.Request.Fold?.Branch)
                    .ThenBy(job => job.Request.Fold?.Repeat).ThenBy(job => job.Request.Fold?.Index).ThenBy(job => job.Request.Draws?.First),
                jobs.Waiting);
            Assert.All(jobs.Values, job => Assert.Same(job, jobs.Find(job.Request.Id.Value)));
            Assert.All(RunGraph.Whole.Kinds, kind => Assert.Equal(
                (jobs.Values.Count(job => job.Request.Kind == kind.Kind), jobs.Values.Count(job => job.Request.Kind == kind.Kind && job.Official is not null)),
                jobs.CountOf(kind.Kind)));
        }
    }, iter: 100);

    [Fact]
    public void The_next_step_that_is_remembered_is_the_one_that_a_fresh_look_gives() => Gen.Int[0, 999_999].List[0, 60].Sample(choices =>
    {
        var (lived, remembered, specification) = (new LivedRun(), new RememberedStep(), MadeRun.Specification);
        foreach (var choice in choices)
        {
            lived.Step(choice);
            Assert.Equal(Words(NextStep.Of(lived.State, specification)), Words(remembered.Of(lived.State, specification)));
        }
    }, iter: 100);

    [Fact]
    public void A_grant_changes_one_job_and_no_result_and_an_official_result_changes_both()
    {
        var run = MadeRun.WithFolds();
        var granted = run.Granted("mri-2");
        Assert.Equal("mri-2", Assert.Single(granted.Jobs.ChangedSince(run.Jobs)).Request.Id.Value);
        Assert.Same(run.Jobs.Results, granted.Jobs.Results);
        var official = run.Official("mri-2");
        Assert.Equal("mri-2", Assert.Single(official.Jobs.ChangedSince(granted.Jobs)).Request.Id.Value);
        Assert.NotSame(run.Jobs.Results, official.Jobs.Results);
        Assert.Null(run.Jobs.Find("mri-20"));
    }

    [Fact]
    public void What_is_asked_for_anew_takes_the_place_of_what_was_there()
    {
        var job = new JobState(new JobRequest(new JobId("mri-10"), JobKind.TrainFold, [], new FoldId(Pipeline.Branches.BranchId.Mri, 10)));
        var two = JobTable.Of([job, job with { Request = job.Request with { Id = new JobId("mri-2") } }]);
        Assert.Equal(["mri-2", "mri-10"], two.Values.Select(one => one.Request.Id.Value));
        var again = two.With(job.After(job.Request with { Reads = [JobKinds.CohortJob] }));
        Assert.Equal(2, again.Values.Length);
        Assert.Equal([JobKinds.CohortJob], again["mri-10"].Request.Reads.ToArray());
    }

    private static (Type, string) Words(NextStep step) =>
        (step.GetType(), step is NextStep.Request request ? string.Join(' ', request.Jobs.Select(job => job.Id)) : "");
}
