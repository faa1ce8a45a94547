using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// The out-of-fold figures of one fold's held-out patients, fold beside fold as box plots show them: how much of a figure is the luck
/// of who was held out. They say nothing of the uncertainty on new patients; the intervals do.
/// </summary>
/// <param name="Fold">From 0.</param>
/// <param name="Patients">Training patients of the fold whom every model of the run scored.</param>
public sealed record HeldOutFold(int Fold, int Patients, int Cases, ImmutableArray<HeldOutPerformance> Models)
{
    /// <param name="table">Its training rows are out-of-fold.</param>
    /// <param name="patients">With the fold of each.</param>
    /// <returns>By fold; none without training patients.</returns>
    public static ImmutableArray<HeldOutFold> Of(PredictionTable table, IEnumerable<Patient> patients)
    {
        var foldOf = patients.Where(patient => patient.Fold is not null)
            .ToDictionary(patient => patient.Id, patient => patient.Fold!.Value, StringComparer.Ordinal);
        var models = table.Models;
        return
        [
            .. from row in table.Rows
               where row.Set == PatientSet.Train && foldOf.ContainsKey(row.PatientId) && models.All(model => row[model] is not null)
               group row by foldOf[row.PatientId] into fold
               orderby fold.Key
               let rows = fold.ToArray()
               let isCase = rows.Select(row => row.IsCase).ToArray()
               select new HeldOutFold(
                   fold.Key, rows.Length, isCase.Count(one => one),
                   [.. models.Select(model => Figures(model, isCase, [.. rows.Select(row => row[model]!.Probability)]))]),
        ];
    }

    private static HeldOutPerformance Figures(PredictorId model, bool[] isCase, double[] probability)
    {
        var ranked = RankedScores.From(isCase, probability);
        return new HeldOutPerformance(
            model.Key, model.Title, Auroc.Of(ranked), AveragePrecision.Of(ranked), BrierScore.Of(isCase, probability));
    }
}

/// <param name="Auroc">Null without a case or a control.</param>
/// <param name="Auprc">Null without a case.</param>
public sealed record HeldOutPerformance(string Model, string Title, double? Auroc, double? Auprc, double? Brier);
