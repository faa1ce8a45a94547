using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Subgroups;

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
    public static ImmutableArray<JudgedPopulation> Of(PredictionTable table, FitSummary fit, SubgroupTable? subgroups)
    {
        var populations = ImmutableArray.CreateBuilder<JudgedPopulation>();
        var models = table.Models;
        foreach (var set in new[] { PatientSet.Test, PatientSet.Train, PatientSet.Validation })
        {
            var rows = table.Rows.Where(row => row.Set == set).ToArray();
            void Add(Evidence evidence, Func<PatientPrediction, bool> belongs)
            {
                if (rows.Where(belongs).ToArray() is { Length: > 0 } members) populations.Add(Judged(members, set, evidence, fit, models));
            }
            Add(Evidence.Complete, row => models.Count > 0 && models.All(model => row[model] is not null));
            if (!models.Contains(Model.Mri) || !rows.Any(IsWithoutMri)) continue;
            Add(Evidence.Everyone, row => models.Any(model => row[model] is not null));
            Add(Evidence.WithoutMri, IsWithoutMri);

            bool IsWithoutMri(PatientPrediction row) => row.Mri is null && models.Any(model => row[model] is not null);
        }
        if (subgroups is null) return populations.ToImmutable();
        var index = subgroups.Patients.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i, StringComparer.Ordinal);
        foreach (var whole in populations.Where(p => p is { Evidence: Evidence.Complete, Set: PatientSet.Test or PatientSet.Train }).ToArray())
        {
            var patients = table.Rows.Where(row => row.Set == whole.Set && models.All(model => row[model] is not null)).Select(row => index[row.PatientId]).ToArray();
            foreach (var column in subgroups.Columns)
                populations.AddRange(SubgroupPopulations.Of(whole, column.Name, column.Levels, [.. patients.Select(patient => column.LevelOf[patient])]));
        }
        return populations.ToImmutable();
    }

    private static JudgedPopulation Judged(
        PatientPrediction[] rows, PatientSet set, Evidence evidence, FitSummary fit, IReadOnlyList<Model> models) => new(
        $"{KeyOf(set)}/{KeyOf(evidence)}", Title(fit, set, evidence), [.. rows.Select(row => row.IsCase)], JudgedPopulation.EachItsOwn(rows.Length),
        [
            .. from model in PredictionTable.AllModels
               let hasAll = models.Contains(model) && rows.All(row => row[model] is not null)
               select new JudgedModel(
                   ModelName.Of(model), ModelName.Title(model),
                   hasAll ? new Judgement([.. rows.Select(row => row[model]!.Probability)], [.. rows.Select(row => row[model]!.Positive)], fit[model].Threshold!.Value) : null,
                   hasAll ? null : fit[model].NotAvailable ?? (evidence == Evidence.WithoutMri ? "these patients have no MRI" : "some of these patients have no MRI")),
        ])
        {
            Set = set,
            Evidence = evidence,
        };

    private static string KeyOf(PatientSet set) => set switch
    {
        PatientSet.Test => "test",
        PatientSet.Train => "out-of-fold",
        _ => "validation",
    };

    private static string KeyOf(Evidence evidence) => evidence switch
    {
        Evidence.Complete => "complete",
        Evidence.Everyone => "everyone",
        _ => "without-mri",
    };

    /// <summary><c>Test set, patients with both modalities</c>.</summary>
    private static string Title(FitSummary fit, PatientSet set, Evidence evidence)
    {
        var hasMri = fit[Model.Mri].NotAvailable is null;
        var hasClinical = fit[Model.Clinical].NotAvailable is null;
        var who = evidence switch
        {
            Evidence.Everyone => "all patients",
            Evidence.WithoutMri => "patients without MRI",
            _ => !hasMri ? "all patients" : hasClinical ? "patients with both modalities" : "patients with MRI",
        };
        return set switch
        {
            PatientSet.Test => $"Test set, {who}",
            PatientSet.Train => $"Training set, out-of-fold, {who}",
            _ => $"Validation set, {who}",
        };
    }
}
