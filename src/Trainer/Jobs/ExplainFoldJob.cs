using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Fusion;
using AxSpa.Trainer.Explaining;

namespace AxSpa.Trainer.Jobs;

/// <summary>What one fold model looks at, by what its branch has for an explanation; <see cref="ExplainJob"/> brings the folds together.</summary>
internal static class ExplainFoldJob
{
    public static JobResult Do(Assignment assignment)
    {
        var fold = assignment.Job.Fold ?? throw new RefusedInputException($"Job {assignment.Job.Id} does not say which fold to explain.");
        var branch = BranchRegistry.Of(fold.Branch);
        var cohort = assignment.Inputs.Cohort();
        var model = new ExplainedModel(assignment.Specification, cohort, assignment.Run.Workspace, assignment.Device);
        var frozen = assignment.Inputs.Models(fold.Branch).SingleOrDefault(one => one.Fold == fold)
            ?? throw new RefusedInputException($"Job {assignment.Job.Id} was not given the model of {fold}.");
        switch (branch.Explanation)
        {
            case BranchExplanation.Attributions how:
                var patients = ExplainedPatients.Of(cohort, assignment.Specification.RandomSeed);
                return Written(FoldAttributions.FileName,
                    model.Attributions(frozen, patients, (done, of) => assignment.Progress(how.Method, done, of)).ToJson(), ("patients", patients.Length));
            case BranchExplanation.ScanMaps:
                var examples = ExamplePatients.Choose(PredictionFile.Read(assignment.Inputs.File(FusionFolder.Predictions)));
                var scans = ExplainedScans.Of(cohort, examples.Select(example => cohort.IndexOf(example.PatientId)));
                return Written(FoldMaps.FileName,
                    model.Maps(frozen, scans, (done, of) => assignment.Progress("maps of scans", done, of)).ToJson(), ("maps", scans.Length));
        }
        throw new RefusedInputException($"Job {assignment.Job.Id} explains a fold of the {branch.Name} branch, which has no explanation.");

        JobResult Written(string name, byte[] content, (string, double) figure)
        {
            AtomicFile.Write(assignment.PathOf(name), content);
            return new JobResult([assignment.PathOf(name)], figure);
        }
    }
}
