using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>The populations of a run: which patients each block of its report is about.</summary>
public static class RunPopulations
{
    /// <returns>
    /// Per set (test, then out-of-fold, then validation): the complete patients, and, where some lack MRI but are scored by
    /// another model, everyone and those without. Then the subgroups of the complete ones in test and out of fold. Empty ones
    /// are left out; a patient whom no model scored belongs to none.
    /// </returns>
    /// <param name="subgroups">Of the cohort's patients; null: none.</param>
    public static ImmutableArray<EvaluatedPopulation> Of(PredictionTable table, FitSummary fit, SubgroupTable? subgroups)
    {
        var populations = ImmutableArray.CreateBuilder<EvaluatedPopulation>();
        var models = table.Models;
        foreach (var set in new[] { PatientSet.Test, PatientSet.Train, PatientSet.Validation })
        {
            var rows = table.Rows.Where(row => row.Set == set).ToArray();
            void Add(Evidence evidence, Func<PatientPrediction, bool> belongs)
            {
                if (rows.Where(belongs).ToArray() is { Length: > 0 } members) populations.Add(Judged(members, set, evidence, fit, models));
            }
            Add(Evidence.Complete, row => models.Count > 0 && models.All(model => row[model] is not null));
            if (!rows.Any(IsIncomplete)) continue;

            Add(Evidence.Everyone, row => models.Any(model => row[model] is not null));
            if (models.Contains(PredictorId.Mri) && rows.Any(IsWithoutMri)) Add(Evidence.WithoutMri, IsWithoutMri);

            bool IsIncomplete(PatientPrediction row) => models.Any(model => row[model] is not null) && models.Any(model => row[model] is null);
            bool IsWithoutMri(PatientPrediction row) => !row.HasMri && models.Any(model => row[model] is not null);
        }
        if (subgroups is null) return populations.ToImmutable();
        var index = subgroups.Patients.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i, StringComparer.Ordinal);
        foreach (var whole in populations.Where(p => p is { Evidence: Evidence.Complete, Set: PatientSet.Test or PatientSet.Train }).ToArray())
        {
            var patients = table.Rows.Where(row => row.Set == whole.Set && models.All(model => row[model] is not null))
                .Select(row => index[row.PatientId])
                .ToArray();
            foreach (var column in subgroups.Columns)
                populations.AddRange(SubgroupPopulations.Of(whole, column.Name, column.Levels, [.. patients.Select(patient => column.LevelOf[patient])]));
        }
        return populations.ToImmutable();
    }

    private static EvaluatedPopulation Judged(
        PatientPrediction[] rows, PatientSet set, Evidence evidence, FitSummary fit, IReadOnlyList<PredictorId> models) => new(
        $"{KeyOf(set)}/{KeyOf(evidence)}", Title(fit, set, evidence), [.. rows.Select(row => row.IsCase)], EvaluatedPopulation.EachItsOwn(rows.Length),
        [
            .. from model in fit.Models.Select(one => one.Model)
               let hasAll = models.Contains(model) && rows.All(row => row[model] is not null)
               select new EvaluatedModel(
                   model.Key, model.Title,
                   hasAll
                       ? new ThresholdedScores(
                           [.. rows.Select(row => row[model]!.Probability)], [.. rows.Select(row => row[model]!.Positive)], fit[model].Threshold!.Value)
                       : null,
                   hasAll
                       ? null
                       : fit[model].NotAvailable ?? $"{(rows.All(row => row[model] is null) ? "" : "some of ")}these patients have no {MissingFor(model)}"),
        ])
        {
            Set = set,
            Evidence = evidence,
        };

    /// <summary>What a predictor lacks of those whom it cannot score.</summary>
    internal static string MissingFor(PredictorId predictor) =>
        (PredictorRegistry.Of(predictor).Branch is { } branch ? BranchRegistry.Of(branch).Input : BranchInput.Scans).Name();

    private static string KeyOf(PatientSet set) => set switch
    {
        PatientSet.Test => "test",
        PatientSet.Train => "out-of-fold",
        PatientSet.Validation => "validation",
    };

    private static string KeyOf(Evidence evidence) => evidence switch
    {
        Evidence.Complete => "complete",
        Evidence.Everyone => "everyone",
        Evidence.WithoutMri => "without-mri",
    };

    /// <summary><c>Test set, patients with both modalities</c>.</summary>
    private static string Title(FitSummary fit, PatientSet set, Evidence evidence)
    {
        var hasMri = fit.Has(PredictorId.Mri);
        var others = BranchRegistry.All.Count(branch => branch.Input != BranchInput.Scans && fit.Has(PredictorId.Of(branch.Id)));
        var who = evidence switch
        {
            Evidence.Everyone => "all patients",
            Evidence.WithoutMri => "patients without MRI",
            Evidence.Complete => !hasMri ? "all patients"
                : others switch { 0 => "patients with MRI", 1 => "patients with both modalities", _ => "patients with all modalities" },
        };
        return set switch
        {
            PatientSet.Test => $"Test set, {who}",
            PatientSet.Train => $"Training set, out-of-fold, {who}",
            PatientSet.Validation => $"Validation set, {who}",
        };
    }
}
