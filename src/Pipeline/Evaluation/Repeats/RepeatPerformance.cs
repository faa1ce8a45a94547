using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation.Repeats;

/// <summary>
/// What repeating the cross-validation with other folds, initial weights and orders changes: how far the out-of-fold AUROC
/// jumps, and how far each patient's probability does. It is the luck of the training and no confidence interval, since all
/// repeats are about the same patients.
/// </summary>
/// <param name="Repeats">At least two.</param>
/// <param name="Patients">Those whom every model scored in every repeat.</param>
/// <param name="Models">In the order of the report.</param>
/// <remarks>Bouckaert and Frank, PAKDD 2004; Krstajic et al., J Cheminform 2014.</remarks>
public sealed record RepeatPerformance(int Repeats, int Patients, int Cases, ImmutableArray<ModelRepeats> Models)
{
    /// <param name="repeats">The predictions of each repeat of one split; only their out-of-fold rows are looked at.</param>
    /// <param name="confidence">Of the pooled figure's interval.</param>
    /// <returns>Null for fewer than two repeats, or where nobody was scored in all of them.</returns>
    /// <exception cref="ArgumentException">The repeats are not of the same patients and outcomes.</exception>
    public static RepeatPerformance? Of(IReadOnlyList<PredictionTable> repeats, double confidence)
    {
        if (repeats.Count < 2) return null;
        var rows = repeats.Select(OutOfFold).ToArray(); // [repeat][patient]
        foreach (var other in rows.Skip(1))
            if (!other.Select(row => (row.PatientId, row.IsCase)).SequenceEqual(rows[0].Select(row => (row.PatientId, row.IsCase))))
                throw new ArgumentException("The repeats are not of the same training patients and outcomes.");
        var models = repeats[0].Models.Where(model => rows.All(repeat => repeat.Any(row => row[model] is not null))).ToArray();
        int[] complete = [.. Enumerable.Range(0, rows[0].Length).Where(i => models.All(model => rows.All(repeat => repeat[i][model] is not null)))];
        if (models.Length == 0 || complete.Length == 0) return null;
        bool[] isCase = [.. complete.Select(i => rows[0][i].IsCase)];
        return new RepeatPerformance(
            repeats.Count, complete.Length, isCase.Count(one => one),
            [.. models.Select(model => ModelRepeats.Of(
                model, isCase, [.. rows.Select(repeat => complete.Select(i => repeat[i][model]!).ToArray())], confidence))]);
    }

    internal static PatientPrediction[] OutOfFold(PredictionTable table) => [.. table.Rows.Where(row => row.Set == PatientSet.Train)];
}

/// <param name="AurocByRepeat">Null in a repeat where it is not defined.</param>
/// <param name="Auroc">Over the repeats; null where one of them has none.</param>
/// <param name="PooledAuroc">Of each patient's mean probability: the figure of as many models taken together.</param>
/// <param name="PooledInterval">DeLong-logit, over patients; null where it is not defined.</param>
/// <param name="Patient">Of the patients' own standard deviations over the repeats.</param>
/// <param name="ChangedCalls">Patients who were called positive in one repeat and negative in another.</param>
public sealed record ModelRepeats(
    string Model, string Title, ImmutableArray<double?> AurocByRepeat, RepeatSpread? Auroc, double? PooledAuroc, Interval? PooledInterval,
    PatientSpread Patient, int ChangedCalls)
{
    /// <param name="scores">[repeat][patients]</param>
    internal static ModelRepeats Of(PredictorId model, bool[] isCase, ModelScore[][] scores, double confidence)
    {
        var patients = Enumerable.Range(0, isCase.Length).Select(i => PatientRepeats.Of([.. scores.Select(repeat => repeat[i])])).ToArray();
        ImmutableArray<double?> aurocs = [.. scores.Select(repeat => Evaluation.Auroc.Of(isCase, [.. repeat.Select(score => score.Probability)]))];
        double[] pooled = [.. patients.Select(patient => patient.MeanProbability)];
        return new ModelRepeats(
            model.Key, model.Title, aurocs, RepeatSpread.Of(aurocs), Evaluation.Auroc.Of(isCase, pooled),
            DeLong.Of(isCase, pooled)?.LogitInterval(confidence), PatientSpread.Of([.. patients.Select(patient => patient.StandardDeviation)]),
            patients.Count(patient => patient.Positives > 0 && patient.Positives < scores.Length));
    }
}

/// <param name="StandardDeviation">Of the sample, with one degree of freedom less.</param>
public sealed record RepeatSpread(double Mean, double StandardDeviation, double Least, double Most)
{
    internal static RepeatSpread? Of(ImmutableArray<double?> values)
    {
        if (values.Any(value => value is null)) return null;
        double[] known = [.. values.Select(value => value!.Value)];
        return new RepeatSpread(known.Average(), Evaluation.StandardDeviation.OfSample(known)!.Value, known.Min(), known.Max());
    }
}

/// <summary>How much the patients' probabilities change from repeat to repeat: percentiles of their standard deviations.</summary>
public sealed record PatientSpread(double Mean, double Median, double Percentile95, double Largest)
{
    internal static PatientSpread Of(double[] deviations)
    {
        Array.Sort(deviations);
        return new PatientSpread(deviations.Average(), Percentile.OfSorted(deviations, 0.5), Percentile.OfSorted(deviations, 0.95), deviations[^1]);
    }
}

/// <summary>One patient under one model, over all repeats.</summary>
/// <param name="StandardDeviation">Of the probability, with one degree of freedom less.</param>
/// <param name="Positives">Repeats in which the patient was called positive.</param>
public sealed record PatientRepeats(double MeanProbability, double StandardDeviation, int Positives)
{
    /// <param name="scores">[repeats], at least two.</param>
    public static PatientRepeats Of(IReadOnlyList<ModelScore> scores)
    {
        double[] probability = [.. scores.Select(score => score.Probability)];
        return new PatientRepeats(probability.Average(), Evaluation.StandardDeviation.OfSample(probability)!.Value, scores.Count(score => score.Positive));
    }
}
