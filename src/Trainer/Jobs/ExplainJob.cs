using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using AxSpa.Plots;
using AxSpa.Trainer.Explaining;

namespace AxSpa.Trainer.Jobs;

/// <summary>
/// What the models look at, brought together from what explains each fold model (<see cref="ExplainFoldJob"/>): a branch's features over many patients, and
/// example patients feature by feature and scan by scan.
/// </summary>
/// <remarks>A run that an earlier version began hands it the fold models instead; then it asks them itself.</remarks>
internal static class ExplainJob
{
    public static JobResult Do(Assignment assignment)
    {
        var (inputs, cohort) = (assignment.Inputs, assignment.Inputs.Cohort());
        var predictions = PredictionFile.Read(inputs.File(FusionFolder.Predictions));
        var examples = ExamplePatients.Choose(predictions);
        var model = new ExplainedModel(assignment.Specification, cohort, assignment.Run.Workspace, assignment.Device);
        var written = new List<string>();
        foreach (var branch in BranchRegistry.All)
            if (branch.Explanation is BranchExplanation.Attributions attributed)
                Attributions(assignment, branch, attributed, model, predictions, written);
        if (inputs.Files(FusionFolder.Contributions) is [var contributions])
            Waterfalls(assignment, ShapFile.Read(contributions), examples, predictions, written);
        var patients = examples.Select(example =>
            new ExplainedPatient(cohort.IndexOf(example.PatientId), example.Role, $"Patient {example.PatientId}, {example.Title}", example.Title)).ToList();
        var scans = new ExplainedScans(
            cohort, patients, ScanSource.In(InputFiles.Load(Path.GetDirectoryName(inputs.File(InputFiles.FileName))!)),
            assignment.Specification.Cohort.Mri?.Volume, assignment.Specification.Mri?.Input ?? new InputGeometry())
        {
            Permit = assignment.Roots.For(InputPlaces.ScansKey),
        };
        foreach (var branch in BranchRegistry.All)
            if (branch.Explanation is BranchExplanation.ScanMaps mapped)
                written.AddRange(scans.Write(assignment.Folder, mapped.Prefix, Maps(assignment, branch.Id, model, patients), assignment.Warn));
        return new JobResult(written.Select(assignment.PathOf), ("examples", examples.Length),
            ("maps", written.Count(name => name.EndsWith(".nii.gz", StringComparison.Ordinal))));
    }

    private static void Attributions(
        Assignment assignment, BranchDefinition branch, BranchExplanation.Attributions how, ExplainedModel model, PredictionTable predictions,
        List<string> written)
    {
        var patients = ExplainedPatients.Of(model.Cohort, assignment.Specification.RandomSeed);
        ImmutableArray<FoldAttributions> folds =
            [.. assignment.Inputs.Explanations(branch.Id, FoldAttributions.FileName).Select(content => FoldAttributions.FromJson(content))];
        if (folds.IsEmpty)
            folds = model.Attributions(assignment.Inputs.Models(branch.Id), patients, (done, of) => assignment.Progress(how.Method, done, of));
        if (folds.IsEmpty)
            return;
        var table = FoldAttributions.MeanOf(folds, model.Cohort, patients);
        var set = table.Rows[0].Set;
        var title = $"{branch.Heading} network, {patients.Length} of {predictions.Rows.Count(row => row.Set == set)} {Pipeline.Folds.SetName.Of(set)} patients";
        ShapFile.Write(assignment.PathOf(ExplanationFiles.Contributions(branch.Id)), table);
        AtomicFile.Write(assignment.PathOf(ExplanationFiles.Summary(branch.Id)),
            ShapBeeswarmPlot.Draw(title, table, $"{how.Method.Capitalized()} (change in log-odds)"));
        AtomicFile.Write(assignment.PathOf(ExplanationFiles.Bar(branch.Id)), ShapBarPlot.Draw(title, table, $"Mean |{how.Method}| (log-odds)"));
        written.AddRange([ExplanationFiles.Contributions(branch.Id), ExplanationFiles.Summary(branch.Id), ExplanationFiles.Bar(branch.Id)]);
    }

    private static ImmutableArray<FoldMaps> Maps(Assignment assignment, BranchId branch, ExplainedModel model, IEnumerable<ExplainedPatient> patients)
    {
        ImmutableArray<FoldMaps> folds = [.. assignment.Inputs.Explanations(branch, FoldMaps.FileName).Select(content => FoldMaps.FromJson(content))];
        return !folds.IsEmpty ? folds
            : model.Maps(assignment.Inputs.Models(branch), ExplainedScans.Of(model.Cohort, patients.Select(patient => patient.Index)),
                (done, of) => assignment.Progress("maps of scans", done, of));
    }

    private static void Waterfalls(
        Assignment assignment, ShapTable shap, ImmutableArray<ExamplePatient> examples, PredictionTable predictions, List<string> written)
    {
        foreach (var example in examples)
            if (shap.Rows.FirstOrDefault(row => row.PatientId == example.PatientId) is { } row)
            {
                var probability = predictions.Rows.First(patient => patient.PatientId == example.PatientId)[PredictorId.Fusion]!.Probability;
                written.Add($"{example.Role}_waterfall.png");
                AtomicFile.Write(assignment.PathOf(written[^1]), ShapWaterfallPlot.Draw(
                    FormattableString.Invariant($"Patient {example.PatientId}, {example.Title}\nLate-fusion probability {probability:F2}"), shap, row));
            }
    }
}
