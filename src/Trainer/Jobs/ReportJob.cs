using AxSpa.Models.Training;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;
using AxSpa.Plots;

namespace AxSpa.Trainer.Jobs;

/// <summary>The last job: every figure of the run, in words, in numbers and in pictures.</summary>
internal static class ReportJob
{
    public static JobResult Do(Assignment assignment)
    {
        var (inputs, specification) = (assignment.Inputs, assignment.Specification);
        var predictions = PredictionFile.Read(inputs.File(FusionFolder.Predictions));
        var splitSha256 = SplitHash.Of(inputs.Cohort().Patients);
        var fit = FitSummary.FromJson(File.ReadAllBytes(inputs.File(FusionFolder.Summary)));
        var shap = inputs.Files(FusionFolder.Contributions) is [var contributions] ? ShapFile.Read(contributions) : null;
        var subgroups = inputs.Files(SubgroupTable.FileName) is [var groups] ? SubgroupTable.FromJson(File.ReadAllBytes(groups)) : null;
        var report = RunReport.Of(
            predictions, fit, subgroups, Bootstrap(inputs, specification.Evaluation), shap, splitSha256, specification.Evaluation, specification.RandomSeed);

        var written = new List<string>();
        void Write(string name, ReadOnlySpan<byte> content)
        {
            AtomicFile.Write(assignment.PathOf(name), content);
            written.Add(assignment.PathOf(name));
            assignment.Progress("results", written.Count, AllFiles);
        }

        Write("metrics.txt", System.Text.Encoding.UTF8.GetBytes(MetricsText.Render(report)));
        Write("metrics.json", MetricsJson.Render(report));
        Write(FusionFolder.Predictions, File.ReadAllBytes(inputs.File(FusionFolder.Predictions)));
        Write(Provenance.FileName, ReportProvenance.Of(assignment, splitSha256, ThisMachine.Kind, DateTimeOffset.UtcNow).ToJson());
        foreach (var (name, png) in ReportPictures.Of(report))
            Write(name, png);
        if (shap is not null)
            Write("shap_summary.png", Beeswarm(shap));
        Write("training_curves.png", TrainingCurves(inputs, specification));
        return new JobResult(written, Headlines(report));
    }

    private const int AllFiles = 11;

    private static BootstrapResult Bootstrap(OfficialInputs inputs, EvaluationOptions options) => BootstrapMerge.Merge(
        inputs.Files(BootstrapShardJob.ShardFile).Select(path => BootstrapFile.Read(File.ReadAllBytes(path))), options.Bootstrap, options.Confidence);

    private static byte[] Beeswarm(ShapTable shap) =>
        ShapBeeswarmPlot.Draw($"Late fusion, {shap.Rows.Length} {(shap.Rows.IsEmpty ? "" : SetName.Of(shap.Rows[0].Set))} patients", shap);

    private static byte[] TrainingCurves(OfficialInputs inputs, RunSpecification specification) => TrainingCurvesPlot.Draw(
        [.. inputs.Files(TrainingHistoryFile.FileName).OrderBy(path => FoldPath.FoldOf(path).Branch).Select(path => TrainingHistoryFile.Read(
            path, FoldPath.FoldOf(path).Branch == Branch.Mri ? specification.Mri!.ChooseBy : specification.Clinical!.ChooseBy))]);

    /// <summary>The headline AUROC of each model, for people who watch the run.</summary>
    private static (string, double)[] Headlines(EvaluationReport report) =>
        report.Populations.IsEmpty ? [] :
        [.. from model in report.Populations[0].Models
            where model.Figures?.Auroc.Value is not null
            select ($"{model.Model}_auroc", model.Figures!.Auroc.Value!.Value)];
}
