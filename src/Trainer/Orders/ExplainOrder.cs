using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Plots;
using AxSpa.Trainer.Explaining;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>Why a frozen model answers as it does for some patients: of the run's own cohort, or of another.</summary>
internal static class ExplainOrder
{
    public const string Summary =
        "explanation.txt", Answers = "predictions.csv", Contributions = "fusion_contributions.csv";

    public static JobResult Do(TrainerOrder.Explain order, ModelSession session)
    {
        WholeFolder.RefuseIfTaken(order.Out);
        var (cohort, sources, volume) = order.Cohort is null ? OwnCohort(session) : Another(order.Cohort, session);
        int[] patients = [.. order.Patients.Distinct(StringComparer.Ordinal).Select(id => IndexOf(cohort, id)).Order()];
        if (order.Cohort is null && patients.Count(i => cohort.Patients[i].Set == PatientSet.Train) is > 0 and var learned)
            session.Warn(string.Create(CultureInfo.InvariantCulture,
                $"{learned} of {patients.Length} {(learned == 1 ? "is a training patient" : "are training patients")} of this run. The model has learned "
                + $"from them, so its answers for them are better than for anybody else; results/predictions.csv has their honest ones."));
        var few = cohort.Only(patients);
        var frozen = session.Ask(few);
        var answers = frozen.Predict();

        return WholeFolder.Write(order.Out, folder =>
        {
            var written = new List<string> { Answers, Summary };
            AnswerFile.Write(Path.Combine(folder, Answers), answers, isLabelled: false, recalibrated: null);
            var shap = frozen.Explain([.. Enumerable.Range(0, patients.Length)]);
            if (shap is not null)
            {
                ShapFile.Write(Path.Combine(folder, Contributions), shap);
                written.Add(Contributions);
                for (var i = 0; i < patients.Length; i++)
                {
                    written.Add($"{Stem(answers.Rows[i].PatientId)}_waterfall.png");
                    AtomicFile.Write(Path.Combine(folder, written[^1]), ShapWaterfallPlot.Draw(Title(answers.Rows[i]), shap, shap.Rows[i]));
                }
            }
            var model = new ExplainedModel(session.Model.Specification, cohort, session.Workspace, session.Device);
            ImmutableArray<(BranchDefinition Branch, ShapTable Table)> attributed = order.Cohort is null ? [.. Attributions(session, model, patients)] : [];
            foreach (var (branch, table) in attributed)
            {
                written.Add(ExplanationFiles.Contributions(branch.Id));
                ShapFile.Write(Path.Combine(folder, written[^1]), table);
            }
            var scans = new ExplainedScans(
                cohort,
                [.. patients.Select((patient, i) =>
                    new ExplainedPatient(patient, Stem(answers.Rows[i].PatientId), Title(answers.Rows[i]), $"patient {answers.Rows[i].PatientId}"))],
                sources, volume, session.Model.Specification.Mri?.Input ?? new InputGeometry());
            foreach (var branch in session.Model.Branches)
                if (BranchRegistry.Of(branch).Explanation is BranchExplanation.ScanMaps mapped)
                    written.AddRange(scans.Write(
                        folder, mapped.Prefix,
                        model.Maps(
                            [.. session.Model.Of(branch)], ExplainedScans.Of(cohort, patients), (done, of) => session.Progress("maps of scans", done, of)),
                        session.Warn));
            AtomicFile.Write(Path.Combine(folder, Summary), Text(answers, shap, attributed));
            return new JobResult(written.Select(file => Path.Combine(order.Out, file)), ("patients", patients.Length));
        });
    }

    private static (PreparedCohort, ImmutableArray<ScanSource>, int?) OwnCohort(ModelSession session)
    {
        var run = session.Source.Run
            ?? throw new RefusedInputException(
                "A bundle holds no patient. Say where the patients are with --cohort, or name a run of the workspace with --run.");
        var own = RunCohort.Of(RunSearch.Find("", run));
        return (own.Cohort, ScanSource.In(own.Inputs), session.Model.Specification.Cohort.Mri?.Volume);
    }

    private static (PreparedCohort, ImmutableArray<ScanSource>, int?) Another(string yaml, ModelSession session)
    {
        var cohort = session.Prepare(yaml, withLabels: false);
        return (cohort.Cohort, ScanSource.In(cohort.Inputs), cohort.Options.Mri?.Volume);
    }

    /// <summary>Attributions compare with the training patients, whom only the run itself has.</summary>
    private static IEnumerable<(BranchDefinition Branch, ShapTable Table)> Attributions(ModelSession session, ExplainedModel model, int[] patients) =>
        from branch in session.Model.Branches.Select(BranchRegistry.Of)
        where branch.Explanation is BranchExplanation.Attributions
        select (branch, FoldAttributions.MeanOf(
            model.Attributions([.. session.Model.Of(branch.Id)], patients, (done, of) => session.Progress($"{branch.Name} models explained", done, of)),
            model.Cohort, patients));

    /// <summary>The person who asked typed the id, and reads the answer: nothing of it goes into a log.</summary>
    private static int IndexOf(PreparedCohort cohort, string id)
    {
        var ids = cohort.Patients.Select(patient => patient.Id).ToList();
        return ids.IndexOf(id) is >= 0 and var found ? found
            : throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
                $"No patient of the cohort has the id '{TableException.Shortened(id)}', which --patient names. Ids of its {ids.Count} patients look like "
                + $"{CellText.FormsOf(ids)}, with x for a letter and 9 for a digit."));
    }

    private static string Title(PatientPrediction patient)
    {
        var model = PredictorRegistry.Headline(PredictorRegistry.All.Select(one => one.Id).Where(one => patient[one] is not null))!.Value;
        return string.Create(CultureInfo.InvariantCulture, $"Patient {patient.PatientId}: {model.Title} probability {patient[model]!.Probability:F2}");
    }

    /// <summary>An id may hold what no file name should.</summary>
    private static string Stem(string id) => new([.. id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]);

    private static string Text(PredictionTable answers, ShapTable? shap, ImmutableArray<(BranchDefinition Branch, ShapTable Table)> attributed)
    {
        var text = new StringBuilder();
        for (var i = 0; i < answers.Rows.Length; i++)
        {
            var patient = answers.Rows[i];
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "\n" : "")}Patient {patient.PatientId}\n");
            foreach (var model in answers.Predictors)
                if (patient[model] is { } score)
                    text.Append(CultureInfo.InvariantCulture,
                        $"  {model.Title,-14} probability {score.Probability:F3}, {(score.Positive ? "positive" : "negative")}\n");
            Append(text, "  what moves the late fusion (log-odds before calibration)", shap, i);
            foreach (var (branch, table) in attributed)
                Append(text, $"  what moves the {branch.Name} network (log-odds before calibration)", table, i);
        }
        return text.Append("\nContributions explain the model, not the disease. Research use only, not a medical device.\n").ToString();
    }

    private static void Append(StringBuilder text, string title, ShapTable? table, int row)
    {
        if (table is null) return;
        text.Append(title).Append('\n');
        var patient = table.Rows[row];
        foreach (var feature in Enumerable.Range(0, table.Features.Length).OrderByDescending(feature => Math.Abs(patient.Contributions[feature])).Take(8))
            text.Append(CultureInfo.InvariantCulture,
                $"    {patient.Contributions[feature],7:+0.00;-0.00;0.00}  {table.Features[feature]} = "
                + $"{(float.IsNaN(patient.Values[feature]) ? "missing" : patient.Values[feature].ToString("G5", CultureInfo.InvariantCulture))}\n");
    }
}
