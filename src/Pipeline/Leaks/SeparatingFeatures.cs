using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Leaks;

/// <summary>Looks for a feature that by itself tells cases from controls in train: the diagnosis, or something known only after it.</summary>
public static class SeparatingFeatures
{
    /// <summary>No test for this disease is that good.</summary>
    public const double Implausible = 0.99;

    /// <summary>With fewer of a class such a figure is chance.</summary>
    public const int FewestOfAClass = 10;

    private const int FewestOfALevel = 5;

    public static LeakCheck Look(PreparedCohort cohort)
    {
        var train = cohort.In(PatientSet.Train);
        bool[] isCase = [.. train.Select(i => cohort.Patients[i].IsCase)];
        var alarms = ImmutableArray.CreateBuilder<LeakAlarm>();
        var best = (Name: "", Auroc: 0.0);
        for (var c = 0; c < cohort.Columns.Length; c++)
        {
            var column = cohort.Columns[c];
            double[] values = [.. train.Select(i => cohort.Values[c][i])];
            foreach (var (how, score) in Scores(column, values))
            {
                var known = Enumerable.Range(0, score.Length).Where(i => !double.IsNaN(score[i])).ToArray();
                bool[] label = [.. known.Select(i => isCase[i])];
                if (label.Count(one => one) < FewestOfAClass || label.Count(one => !one) < FewestOfAClass)
                    continue;
                var auroc = Auroc.Of(label, [.. known.Select(i => score[i])])!.Value;
                var separation = Math.Max(auroc, 1 - auroc);
                if (separation > best.Auroc) best = ($"{column.Name}{how}", separation);
                if (separation >= Implausible)
                    alarms.Add(new LeakAlarm(LeakKind.SeparatingFeature, column.Name, separation, string.Create(CultureInfo.InvariantCulture,
                        $"column '{column.Name}'{how} alone tells cases from controls with an AUROC of {separation:F3} in train. Is it the diagnosis itself, "
                        + $"made from it, or known only after it? Then exclude it (cohort.exclude).")));
            }
        }
        var finding = cohort.Columns.IsEmpty ? "There are no clinical features."
            : best.Name.Length == 0 ? $"Not looked at: there are too few patients with a value (fewer than {FewestOfAClass} cases or controls)."
            : string.Create(CultureInfo.InvariantCulture,
                $"The best of {cohort.Columns.Length} features alone is {best.Name} with an AUROC of {best.Auroc:F3} in train; {Implausible} raises an alarm.");
        return new LeakCheck(LeakKind.SeparatingFeature, finding, alarms.ToImmutable());
    }

    /// <summary>The value of a number or answer, each level against the others, and whether there is a value at all.</summary>
    private static IEnumerable<(string How, double[] Score)> Scores(ClinicalColumn column, double[] values)
    {
        if (column.Kind != ColumnKind.Categorical)
            yield return ("", values);
        else
            for (var level = 0; level < column.Levels.Length; level++)
            {
                var wanted = level;
                // A rarer level separates nobody, and its name may tell who the patient is.
                if (values.Count(value => value == wanted) < FewestOfALevel) continue;
                yield return ($" = {column.Levels[level]}", Array.ConvertAll(values, value => double.IsNaN(value) ? double.NaN : value == wanted ? 1 : 0));
            }
        if (values.Any(double.IsNaN))
            yield return (", by being blank or not,", Array.ConvertAll(values, value => double.IsNaN(value) ? 1.0 : 0));
    }
}
