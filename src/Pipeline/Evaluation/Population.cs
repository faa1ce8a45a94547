using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Evaluation;

public enum Subgroup
{
    /// <summary>Patients with every kind of evidence the run uses: all models can be compared on them.</summary>
    Complete,

    /// <summary>Everyone, with and without MRI.</summary>
    Everyone,

    /// <summary>Patients whom the MRI branch could not score.</summary>
    WithoutMri,
}

/// <summary>The patients that a block of figures is about.</summary>
public sealed record Population(PatientSet Set, Subgroup Subgroup)
{
    /// <returns>
    /// Per set (test, then out-of-fold, then validation): the complete patients, and, where some lack MRI but are scored by
    /// another model, everyone and those without. Empty ones are left out.
    /// </returns>
    public static IReadOnlyList<Population> In(PredictionTable table)
    {
        var populations = new List<Population>();
        foreach (var set in new[] { PatientSet.Test, PatientSet.Train, PatientSet.Validation })
        {
            var complete = new Population(set, Subgroup.Complete);
            var withoutMri = new Population(set, Subgroup.WithoutMri);
            if (complete.RowsOf(table).Length > 0) populations.Add(complete);
            if (!table.Models.Contains(Model.Mri) || withoutMri.RowsOf(table).Length == 0) continue;
            populations.Add(new Population(set, Subgroup.Everyone));
            populations.Add(withoutMri);
        }
        return populations;
    }

    /// <returns>Row indices of the table, ascending. A patient whom no model scored belongs to no population.</returns>
    public int[] RowsOf(PredictionTable table)
    {
        var models = table.Models;
        return [.. Enumerable.Range(0, table.Rows.Length).Where(i => table.Rows[i].Set == Set && Belongs(table.Rows[i], models))];
    }

    /// <summary>The models that scored every patient of this population; only they have figures here.</summary>
    public IReadOnlyList<Model> ModelsOf(PredictionTable table)
    {
        var rows = RowsOf(table);
        return [.. table.Models.Where(model => rows.All(row => table.Rows[row][model] is not null))];
    }

    /// <summary>What curves are drawn from: labels and calibrated probabilities of a model in <see cref="ModelsOf"/>.</summary>
    public (bool[] IsCase, double[] Probability) ScoresOf(PredictionTable table, Model model)
    {
        var rows = RowsOf(table);
        return ([.. rows.Select(row => table.Rows[row].IsCase)], [.. rows.Select(row => table.Rows[row][model]!.Probability)]);
    }

    private bool Belongs(PatientPrediction row, IReadOnlyList<Model> models) => Subgroup switch
    {
        Subgroup.Complete => models.Count > 0 && models.All(model => row[model] is not null),
        Subgroup.Everyone => models.Any(model => row[model] is not null),
        _ => row.Mri is null && models.Any(model => row[model] is not null),
    };
}
