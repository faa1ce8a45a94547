using System.Collections.Immutable;
using AxSpa.Models.Explanation;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Randomness;
using AxSpa.Plots;
using AxSpa.Trainer.Explaining;

namespace AxSpa.Trainer.Jobs;

/// <summary>What the models look at: the clinical network's features over many patients, and example patients feature by feature and scan by scan.</summary>
internal static class ExplainJob
{
    public const string Attributions = "clinical_contributions.csv";
    public const string ClinicalSummary = "clinical_summary.png";
    public const string ClinicalBar = "clinical_bar.png";

    /// <summary>A figure of a thousand dots says what one of this many does.</summary>
    private const int MostAttributed = 300;

    public static JobResult Do(Assignment assignment)
    {
        var (inputs, cohort) = (assignment.Inputs, assignment.Inputs.Cohort());
        var predictions = PredictionFile.Read(inputs.File(FusionFolder.Predictions));
        var examples = ExamplePatients.Choose(predictions);
        var written = new List<string>();
        var clinical = Folds(inputs, BranchId.Clinical);
        if (!clinical.IsEmpty)
            Clinical(assignment, cohort, clinical, predictions, written);
        if (inputs.Files(FusionFolder.Contributions) is [var contributions])
            Waterfalls(assignment, ShapFile.Read(contributions), examples, predictions, written);
        var scans = new ExplainedScans(
            assignment.Specification, Folds(inputs, BranchId.Mri), cohort,
            ScanSource.In(InputFiles.Load(Path.GetDirectoryName(inputs.File(InputFiles.FileName))!)),
            assignment.Specification.Cohort.Mri?.Volume, assignment.Run.Workspace, assignment.Device)
        {
            Permit = assignment.Roots.For(InputPlaces.ScansKey),
        };
        written.AddRange(scans.Write(
            assignment.Folder,
            [.. examples.Select(example =>
                new ExplainedPatient(IndexOf(cohort, example.PatientId), example.Role, $"Patient {example.PatientId}, {example.Title}", example.Title))],
            assignment.Warn, (done, of) => assignment.Progress("maps of scans", done, of)));
        return new JobResult(written.Select(assignment.PathOf), ("examples", examples.Length),
            ("maps", written.Count(name => name.EndsWith(".nii.gz", StringComparison.Ordinal))));
    }

    private static ImmutableArray<FrozenFold> Folds(OfficialInputs inputs, BranchId branch)
    {
        var preprocessing = inputs.Files("preprocessing.json").ToDictionary(FoldPath.FoldOf);
        return
        [
            .. inputs.Files("weights.safetensors")
                .Select(path => (Fold: FoldPath.FoldOf(path), Path: path))
                .Where(file => file.Fold.Branch == branch)
                .OrderBy(file => file.Fold.Index)
                .Select(file => new FrozenFold(file.Fold, file.Path, preprocessing.GetValueOrDefault(file.Fold))),
        ];
    }

    private static void Clinical(
        Assignment assignment, PreparedCohort cohort, ImmutableArray<FrozenFold> folds, PredictionTable predictions, List<string> written)
    {
        var patients = Attributed(cohort, assignment.Specification.RandomSeed);
        var table = ClinicalAttributions.Of(
            assignment.Specification, folds, cohort, patients, assignment.Run.Workspace, assignment.Device,
            (done, of) => assignment.Progress("expected gradients", done, of));
        ShapFile.Write(assignment.PathOf(Attributions), table);
        var title = $"Clinical network, {patients.Length} of {predictions.Rows.Count(row => row.Set == table.Rows[0].Set)} {SetNameOf(table)} patients";
        AtomicFile.Write(assignment.PathOf(ClinicalSummary), ShapBeeswarmPlot.Draw(title, table, "Expected gradients (change in log-odds)"));
        AtomicFile.Write(assignment.PathOf(ClinicalBar), ShapBarPlot.Draw(title, table, "Mean |expected gradients| (log-odds)"));
        written.AddRange([Attributions, ClinicalSummary, ClinicalBar]);
    }

    private static string SetNameOf(ShapTable table) => Pipeline.Folds.SetName.Of(table.Rows[0].Set);

    /// <summary>Of test (of validation in a cohort without test), drawn where there are many.</summary>
    private static int[] Attributed(PreparedCohort cohort, ulong randomSeed)
    {
        var set = cohort.Patients.Any(patient => patient.Set == PatientSet.Test) ? PatientSet.Test : PatientSet.Validation;
        return RandomStream.From(randomSeed, RandomUse.ExplainedPatients).Some(cohort.In(set), MostAttributed);
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

    private static int IndexOf(PreparedCohort cohort, string id) => Enumerable.Range(0, cohort.Patients.Length).First(i => cohort.Patients[i].Id == id);
}
