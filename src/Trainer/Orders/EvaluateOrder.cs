using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Deployment.Shift;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Predictors;
using AxSpa.Plots;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>External validation: a frozen model's figures on another cohort, and how that cohort differs.</summary>
internal static class EvaluateOrder
{
    public static JobResult Do(TrainerOrder.Evaluate order, ModelSession session)
    {
        WholeFolder.RefuseIfTaken(order.Out);
        var cohort = session.Prepare(order.Cohort, withLabels: true);
        var name = cohort.Options.Name;
        var unlike = session.Unlike(cohort);
        var answers = session.Ask(cohort.Cohort, cohort.Places).Predict();
        var (recalibration, honest) = order.Recalibrate is { } method
            ? Recalibration.Fit(method, name, session.Model.Manifest, answers, session.Model.Specification.RandomSeed)
            : ((Recalibration?)null, ImmutableDictionary<PredictorId, double[]>.Empty);
        var report = ExternalReport.Of(session.Model, name, answers, recalibration, honest, order.Draws ?? session.Model.Specification.Evaluation.Bootstrap);
        var shift = CohortShift.Of(session.Model.Reference, cohort.Cohort, answers, isLabelled: true);

        return WholeFolder.Write(order.Out, folder =>
        {
            var written = new List<string>();
            void Write(string file, ReadOnlySpan<byte> content)
            {
                AtomicFile.Write(Path.Combine(folder, file), content);
                written.Add(file);
            }
            Write("metrics.txt", Encoding.UTF8.GetBytes(MetricsText.Render(report)));
            Write("metrics.json", MetricsJson.Render(report));
            Write("shift.txt", Encoding.UTF8.GetBytes(ShiftText.Of(shift)));
            ShiftFile.Write(Path.Combine(folder, "shift.csv"), shift);
            ShiftFile.WriteBins(Path.Combine(folder, "shift_bins.csv"), shift);
            AnswerFile.Write(Path.Combine(folder, "predictions.csv"), answers, isLabelled: true,
                recalibration is null ? null : (model, row) => honest[model][row], unlike);
            written.AddRange(["shift.csv", "shift_bins.csv", "predictions.csv"]);
            if (recalibration is not null)
                Write("recalibration.json", recalibration.ToJson());
            foreach (var (file, png) in ReportPictures.Of(report.Only(recalibrated: false)))
                Write(file, png);
            if (recalibration is not null)
                foreach (var (_, png) in ReportPictures.Of(report.Only(recalibrated: true)).Where(picture => picture.Name == "calibration.png"))
                    Write("calibration_recalibrated.png", png);
            Write(ExternalProvenance.FileName, session.Provenance(name, cohort.Inputs).ToJson());
            // Named by their places once the folder is where it belongs.
            return new JobResult(written.Select(file => Path.Combine(order.Out, file)), ("patients", answers.Rows.Length),
                ("cases", answers.Rows.Count(row => row.IsCase)));
        });
    }
}
