using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class RepeatTests
{
    /// <summary>The made table with every probability moved by a little that differs from repeat to repeat.</summary>
    private static PredictionTable Repeat(int repeat) => ThreePredictors.Table([.. MadePredictions.Table(200).Rows.Select((row, i) =>
    {
        ModelScore? Moved(ModelScore? score) => score is null ? null
            : Score(score.Probability + 0.5 * Math.Sin(i + 7 * repeat) * Math.Min(score.Probability, 1 - score.Probability));
        return ThreePredictors.All.Aggregate(row, (moved, predictor) => moved.With(predictor, Moved(row[predictor])));
    })]);

    private static ModelScore Score(double probability) => new(probability, probability, probability >= 0.4);

    private static readonly PredictionTable[] Three = [Repeat(0), Repeat(1), Repeat(2)];

    [Fact]
    public void Each_repeat_has_its_AUROC_and_the_spread_is_of_these()
    {
        var figures = RepeatPerformance.Of(Three, 0.95)!;
        var rows = Three.Select(table => table.Rows.Where(row => row is { Set: PatientSet.Train, HasMri: true }).ToArray()).ToArray();
        Assert.Equal((3, rows[0].Length, rows[0].Count(row => row.IsCase)), (figures.Repeats, figures.Patients, figures.Cases));
        var fusion = figures.Models[2];
        double[] expected = [.. rows.Select(
            repeat => Auroc.Of([.. repeat.Select(row => row.IsCase)], [.. repeat.Select(row => row[PredictorId.Fusion]!.Probability)])!.Value)];
        Assert.Equal(expected, fusion.AurocByRepeat.Select(auroc => auroc!.Value));
        Assert.Equal(expected.Average(), fusion.Auroc!.Mean, 1e-15);
        var deviation = Math.Sqrt(expected.Sum(auroc => Math.Pow(auroc - expected.Average(), 2)) / 2);
        Assert.Equal(deviation, fusion.Auroc.StandardDeviation, 1e-15);
        Assert.Equal((expected.Min(), expected.Max()), (fusion.Auroc.Least, fusion.Auroc.Most));
    }

    [Fact]
    public void A_patients_spread_is_over_the_repeats_and_the_pooled_figure_is_of_the_mean()
    {
        var one = PatientRepeats.Of([Score(0.2), Score(0.5), Score(0.8)]);
        Assert.Equal((0.5, 0.3, 2), (one.MeanProbability, Math.Round(one.StandardDeviation, 12), one.Positives));

        var figures = RepeatPerformance.Of(Three, 0.95)!;
        var complete = Enumerable.Range(0, 200).Where(i => Three[0].Rows[i] is { Set: PatientSet.Train, HasMri: true }).ToArray();
        var patients = complete.Select(i => PatientRepeats.Of([.. Three.Select(table => table.Rows[i][PredictorId.Mri]!)])).ToArray();
        var mri = figures.Models[0];
        Assert.Equal(patients.Max(patient => patient.StandardDeviation), mri.Patient.Largest);
        Assert.Equal(patients.Count(patient => patient.Positives is 1 or 2), mri.ChangedCalls);
        Assert.True(mri.ChangedCalls > 0);
        Assert.Equal(
            Auroc.Of([.. complete.Select(i => Three[0].Rows[i].IsCase)], [.. patients.Select(patient => patient.MeanProbability)]), mri.PooledAuroc);
        Assert.InRange(mri.PooledAuroc!.Value, mri.PooledInterval!.Value.Low, mri.PooledInterval.Value.High);
    }

    [Fact]
    public void Equal_repeats_have_no_spread_and_one_has_no_figures()
    {
        var figures = RepeatPerformance.Of([Three[0], Three[0]], 0.95)!;
        Assert.All(figures.Models, model => Assert.Equal((0, 0, 0), (model.Auroc!.StandardDeviation, model.Patient.Largest, model.ChangedCalls)));
        Assert.Null(RepeatPerformance.Of([Three[0]], 0.95));
        Assert.Null(RepeatPerformance.Of([], 0.95));
    }

    [Fact]
    public void Repeats_of_other_patients_are_refused() =>
        Assert.Throws<ArgumentException>(() => RepeatPerformance.Of([Three[0], Three[1] with { Rows = Three[1].Rows.RemoveAt(0) }], 0.95));

    [Fact]
    public void The_report_shows_them_in_words_and_reads_back()
    {
        var populations = MadePredictions.Populations(Three[0]);
        var report = RunReport.Of(
            Three[0], MadePredictions.Fit(Three[0]), null, MadePredictions.Bootstrap(populations, 20), null, null, new EvaluationOptions(), 42, Three);
        var text = MetricsText.Render(report);
        Assert.Contains("\nCross-validation repeated 3 times with other folds, out-of-fold: ", text);
        Assert.Matches(@"\n  Late-fusion     0\.\d{3} ± 0\.\d{3} \(0\.\d{3}–0\.\d{3}\)   0\.\d{3} \(0\.\d{3}–0\.\d{3}\) ", text);
        Assert.Equal(text, MetricsText.Render(MetricsJson.Read(MetricsJson.Render(report))));
    }

    [Fact]
    public void The_file_has_a_line_per_patient_and_leaves_a_missing_model_empty()
    {
        using var folder = new TemporaryFolder();
        RepeatFile.Write(folder[RepeatFile.FileName], Three);
        var lines = File.ReadAllLines(folder[RepeatFile.FileName]);
        var train = Three[0].Rows.Where(row => row.Set == PatientSet.Train).ToArray();
        Assert.Equal("patient_id,label,mri_mean,mri_sd,mri_positive,clinical_mean,clinical_sd,clinical_positive,fusion_mean,fusion_sd,fusion_positive",
            lines[0]);
        Assert.Equal(train.Length + 1, lines.Length);
        var without = Array.FindIndex(train, row => row[PredictorId.Mri] is null);
        Assert.StartsWith($"{train[without].PatientId},{(train[without].IsCase ? 1 : 0)},,,,0.", lines[without + 1]);
    }
}
