using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Leaks;

/// <summary>
/// Compares each model's test AUROC with its out-of-fold one: test patients are as new as held-out ones, so the two agree but for chance. Compared on the
/// log-odds scale, because an AUROC near 1 has no room above it.
/// </summary>
public static class ImplausibleTest
{
    /// <summary>Standard errors of the difference of log-odds that raise an alarm.</summary>
    public const double StandardErrors = 3;

    /// <summary>
    /// A test patient is judged by all fold models together, a held-out one by one of them: that much better an average may be, though not by more than
    /// half of the way to 1.
    /// </summary>
    public const double Averaging = 0.03;

    public static LeakCheck Look(PredictionTable table)
    {
        var (alarms, findings) = (ImmutableArray.CreateBuilder<LeakAlarm>(), new List<string>());
        foreach (var model in table.Models)
        {
            if (Of(table, model, PatientSet.Train) is not { } held || Of(table, model, PatientSet.Test) is not { } test)
                continue;
            var (title, most) = (model.Title, Most(held, test.Cases, test.Controls));
            findings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{title} {test.Auroc:F3} on test, {held.Auroc:F3} out of fold (above {most:F3} it raises an alarm)"));
            // Half a patient of the smaller class less: a small test set is easily perfect.
            if (test.Auroc - 0.5 / Math.Min(test.Cases, test.Controls) > most)
                alarms.Add(new LeakAlarm(LeakKind.ImplausibleTest, title, test.Auroc - held.Auroc, string.Create(CultureInfo.InvariantCulture,
                    $"{title} has an AUROC of {test.Auroc:F3} on test and {held.Auroc:F3} out of fold; chance and averaging explain up to {most:F3}. Test "
                    + $"patients are probably known to the models: look for the same persons in train, or for a split that is easier on test.")));
        }
        return new LeakCheck(LeakKind.ImplausibleTest,
            findings.Count == 0 ? "There is no test set, or it has too few cases or controls to compare." : $"AUROC: {string.Join("; ", findings)}.",
            alarms.ToImmutable());
    }

    /// <summary>The highest test AUROC that is plausible.</summary>
    /// <remarks>The test variance is the expected one: a perfect test set has none of its own.</remarks>
    private static double Most((double Auroc, double Variance, int Cases, int Controls) held, int cases, int controls)
    {
        if (held.Auroc is 0 or 1) return 1;
        var expected = Math.Min(held.Auroc + Averaging, (1 + held.Auroc) / 2);
        var error = Math.Sqrt(held.Variance / Squared(held.Auroc * (1 - held.Auroc))
            + Variance(expected, cases, controls) / Squared(expected * (1 - expected)));
        return PlattScaling.Sigmoid(PlattScaling.LogOdds(expected) + StandardErrors * error);
    }

    private static (double Auroc, double Variance, int Cases, int Controls)? Of(PredictionTable table, PredictorId model, PatientSet set)
    {
        var rows = table.Rows.Where(row => row.Set == set && row[model] is not null).ToArray();
        bool[] isCase = [.. rows.Select(row => row.IsCase)];
        var cases = isCase.Count(one => one);
        return DeLong.Of(isCase, [.. rows.Select(row => row[model]!.Probability)]) is { } estimate
            ? (estimate.Auroc, estimate.Variance, cases, isCase.Length - cases)
            : null;
    }

    /// <remarks>Hanley and McNeil, Radiology 1982.</remarks>
    private static double Variance(double auroc, int cases, int controls)
    {
        var (q1, q2) = (auroc / (2 - auroc), 2 * auroc * auroc / (1 + auroc));
        return (auroc * (1 - auroc) + (cases - 1) * (q1 - auroc * auroc) + (controls - 1) * (q2 - auroc * auroc)) / ((double)cases * controls);
    }

    private static double Squared(double value) => value * value;
}
