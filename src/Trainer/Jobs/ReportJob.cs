using System.Collections.Immutable;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Specification;
using AxSpa.Plots;
using AxSpa.ReportPack;

namespace AxSpa.Trainer.Jobs;

/// <summary>The last job: every figure of the run, in words, in numbers and in pictures, and the report that holds them all.</summary>
internal static class ReportJob
{
    public static JobResult Do(Assignment assignment)
    {
        var (inputs, specification) = (assignment.Inputs, assignment.Specification);
        var predictions = PredictionFile.Read(inputs.File(FusionFolder.Predictions));
        var cohort = inputs.Cohort();
        var splitSha256 = SplitHash.Of(cohort.Patients);
        var fit = FitSummary.FromJson(File.ReadAllBytes(inputs.File(FusionFolder.Summary)));
        var shap = inputs.Files(FusionFolder.Contributions) is [var contributions] ? ShapFile.Read(contributions) : null;
        var subgroups = inputs.Files(SubgroupTable.FileName) is [var groups] ? SubgroupTable.FromJson(File.ReadAllBytes(groups)) : null;
        PredictionTable[] repeats =
        [
            predictions,
            .. Enumerable.Range(1, specification.Repeats - 1).Select(repeat => PredictionFile.Read(inputs.File(FusionFolder.OutOfFoldPredictions(repeat)))),
        ];
        ImmutableArray<LeakCheck> ownLeaks = [ImplausibleTest.Look(predictions)];
        var leaks = inputs.Files(LeakFile.OfCohort)
            .Concat(inputs.Files(LeakFile.OfFusion))
            .SelectMany(path => LeakFile.Read(path))
            .Concat(ownLeaks)
            .ToImmutableArray();
        foreach (var alarm in ownLeaks.SelectMany(check => check.Alarms))
            assignment.Warn(LeakText.Of(alarm));
        var report = RunReport.Of(
            predictions, fit, subgroups, Bootstrap(inputs, specification.Evaluation), shap, splitSha256, specification.Evaluation, specification.RandomSeed,
            repeats) with
        { HeldOutFolds = HeldOutFold.Of(predictions, cohort.Patients), Alarms = [.. leaks.SelectMany(check => check.Alarms).Select(LeakText.WithoutRows)] };
        report = report with { Notes = report.Notes.Insert(0, $"{LeakText.Summary(leaks)} {LeakFile.Text} has what was looked at.") };

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
        if (repeats.Length > 1)
        {
            RepeatFile.Write(assignment.PathOf(RepeatFile.FileName), repeats);
            written.Add(assignment.PathOf(RepeatFile.FileName));
        }
        var provenance = ReportProvenance.Of(assignment, splitSha256, ThisMachine.Kind, TimeProvider.System.GetUtcNow());
        Write(Provenance.FileName, provenance.ToJson());
        Write(LeakFile.OfRun, LeakFile.ToJson(leaks));
        Write(LeakFile.Text, System.Text.Encoding.UTF8.GetBytes(LeakText.Of(leaks)));
        var pictures = Pictures(report, shap, inputs, specification).ToImmutableArray();
        foreach (var picture in pictures)
            Write(picture.FileName, picture.Png);

        var cohortReport = CohortReport.FromJson(File.ReadAllBytes(inputs.File(CohortReport.FileName)));
        var contents = new ReportContents(
            specification, cohortReport,
            [.. cohortReport.TableWarnings ?? [], .. cohortReport.ScanWarnings ?? [],
                .. PlaneCount.Warnings(cohortReport.Planes ?? [], specification.Mri?.Input ?? new InputGeometry()), .. CohortWarnings.Of(cohort)],
            leaks, BaselineTables.Of(cohort, subgroups), report,
            [.. pictures, .. Explanations(inputs)], provenance)
        {
            FusionTables = [
                .. from method in FusionRegistry.Others
                   from path in inputs.Files(method.FileName)
                   let table = method.Table(File.ReadAllBytes(path))
                   where table is not null
                   select table,
            ],
        };
        Write(BaselineCsv.FileName, BaselineCsv.Render(contents.Baseline));
        Write(ModelCard.FileName, ModelCard.Render(contents));
        Write(HtmlReport.FileName, HtmlReport.Render(contents));
        return new JobResult(written, [.. Headlines(report), .. ownLeaks.Figures()]);
    }

    private const int AllFiles = 20;

    private static IEnumerable<ReportPicture> Pictures(EvaluationReport report, ShapTable? shap, OfficialInputs inputs, RunSpecification specification)
    {
        foreach (var (name, png) in ReportPictures.Of(report))
            yield return new ReportPicture(name, png);
        if (shap is not null)
        {
            yield return new ReportPicture("shap_summary.png", ShapBeeswarmPlot.Draw(FusionTitle(shap), shap));
            yield return new ReportPicture("shap_bar.png", ShapBarPlot.Draw(FusionTitle(shap), shap));
            yield return new ReportPicture("shap_dependence.png", ShapDependencePlot.Draw(shap));
        }
        yield return new ReportPicture("training_curves.png", TrainingCurves(inputs, specification));
    }

    /// <summary>Those of the explanation that show no single patient.</summary>
    private static IEnumerable<ReportPicture> Explanations(OfficialInputs inputs) =>
        from branch in BranchRegistry.All
        from name in new[] { ExplanationFiles.Summary(branch.Id), ExplanationFiles.Bar(branch.Id) }
        from path in inputs.Files(name)
        select new ReportPicture(name, File.ReadAllBytes(path));

    private static BootstrapResult Bootstrap(OfficialInputs inputs, EvaluationOptions options) => BootstrapMerge.Merge(
        inputs.Files(BootstrapShardJob.ShardFile).Select(path => BootstrapFile.Read(File.ReadAllBytes(path))), options.Bootstrap, options.Confidence);

    private static string FusionTitle(ShapTable shap) => $"Late fusion, {shap.Rows.Length} {(shap.Rows.IsEmpty ? "" : SetName.Of(shap.Rows[0].Set))} patients";

    private static byte[] TrainingCurves(OfficialInputs inputs, RunSpecification specification) => TrainingCurvesPlot.Draw(
        [.. inputs.Files(TrainingHistoryFile.FileName)
            .Where(path => FoldPath.FoldOf(path).Repeat == 0)
            .OrderBy(path => FoldPath.FoldOf(path).Branch).Select(path => TrainingHistoryFile.Read(
            path, specification.Branches[FoldPath.FoldOf(path).Branch]!.ChooseBy))]);

    /// <summary>The headline AUROC of each model, for people who watch the run.</summary>
    private static (string, double)[] Headlines(EvaluationReport report) =>
        report.Populations.IsEmpty ? [] :
        [.. from model in report.Populations[0].Models
            where model.Figures?.Auroc.Value is not null
            select ($"{model.Model}_auroc", model.Figures!.Auroc.Value!.Value)];
}
