using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Runs.MadeRun;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>What <c>run verify</c> says of scores; files that vanish or change are tested with real processes.</summary>
public sealed class RunInspectionTests : IDisposable
{
    private static readonly RunSpecification Twice = Specification with { Mri = null, Folds = 2, Repeats = 2 };

    /// <summary>Six train patients, dealt in turn and, in the second repeat, in halves; then one of validation and one of test.</summary>
    private static readonly PreparedCohort Cohort = new(
        [.. Enumerable.Range(0, 8)
            .Select(i => new Patient($"p{i}", i % 2 == 0, i < 6 ? PatientSet.Train : i < 7 ? PatientSet.Validation : PatientSet.Test, i < 6 ? i % 2 : null))],
        [], [], [], null)
    { RepeatFolds = [[.. Enumerable.Range(0, 8).Select(i => i < 6 ? i / 3 : (int?)null)]] };

    private readonly RunFolder _folder = new(Directory.CreateTempSubdirectory("axspa-inspection-").FullName, Id);

    public void Dispose() => Directory.Delete(_folder.Workspace, recursive: true);

    [Fact]
    public void Every_repeat_of_the_cross_validation_is_covered_by_itself()
    {
        var parts = CoverageOf(Trained(fold => fold.Repeat));
        Assert.Equal(["coverage, clinical", "coverage, clinical r2"], parts.Select(part => part.Name));
        Assert.All(parts, part => Assert.Equal("6 train patients out of fold exactly once, over 2 folds", part.Result));
        Assert.All(parts, part => Assert.Empty(part.Findings));
    }

    [Fact]
    public void A_later_repeat_that_was_scored_along_the_folds_of_the_first_is_a_leak()
    {
        var parts = CoverageOf(Trained(_ => 0));
        Assert.Empty(parts[0].Findings);
        Assert.Equal(("coverage, clinical r2", "cannot be checked"), (parts[1].Name, parts[1].Result));
        Assert.Contains("scored by a fold that did not hold the patient out: 2 (", Assert.Single(parts[1].Findings));
    }

    private VerifiedPart[] CoverageOf(RunState run) =>
        [.. RunInspection.Of(new PosixWorkspace(_folder.Workspace), _folder, run, _ => { }).Parts.Where(
            part => part.Name.StartsWith("coverage", StringComparison.Ordinal))];

    /// <param name="along">The repeat whose folds say whom a fold model scores out of fold.</param>
    private RunState Trained(Func<FoldId, int> along)
    {
        var cohort = _folder.AttemptFolder(JobKinds.Cohort[0].Attempt(Id, 1));
        Cohort.Save(cohort);
        var run = Begun();
        run = Official(run.After(run.OnRequest(JobKinds.Cohort, Now)), "cohort", cohort, (CohortMetricNames.Features, 3));
        var folds = JobKinds.Folds(run, Twice);
        run = run.After(run.OnRequest(folds, Now));
        foreach (var job in folds)
        {
            var attempt = _folder.AttemptFolder(job.Attempt(Id, 1));
            var patients = Cohort.OfRepeat(along(job.Fold!.Value)).Patients;
            IEnumerable<PatientScore> Scores(Func<Patient, bool> whom) =>
                patients.Where(whom).Select(patient => new PatientScore(patient.Id, patient.Set, patient.IsCase, 0.5));
            ScoreFile.Write(Path.Combine(attempt, "oof.csv"), Scores(patient => patient.Fold == job.Fold.Value.Index));
            ScoreFile.Write(Path.Combine(attempt, "holdout.csv"), Scores(patient => patient.Set != PatientSet.Train));
            run = Official(run, job.Id.Value, attempt);
        }
        return run;
    }

    private RunState Official(RunState run, string job, string folder, params (string Name, double Value)[] figures)
    {
        var granted = run.Granted(job);
        ImmutableArray<StoredFile> files = [.. Directory.GetFiles(folder)
            .Order(StringComparer.Ordinal)
            .Select(path => AtomicFile.Describe(_folder.Workspace, path))];
        return granted.After(granted.OnCompleted(
            new NodeProtocol.JobCompleted(Attempt(job, 1), Node, files, figures.ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value)),
            Now));
    }
}
