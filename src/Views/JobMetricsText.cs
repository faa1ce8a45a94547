using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>The figures that a job reported at its end, as part of a line.</summary>
internal static class JobMetricsText
{
    private const int Most = 5;

    /// <returns>Two spaces and the figures, or nothing.</returns>
    public static string Of(JobView job)
    {
        var parts = job.Kind == JobKind.TrainFold
            ? OfFold(job)
            : job.Figures.Take(Most).Select(figure => $"{Words(figure.Key)} {PlainText.Number(figure.Value)}");
        return string.Concat(parts.Select(part => "  " + part));
    }

    private static IEnumerable<string> OfFold(JobView job)
    {
        if (job.Figures.TryGetValue(FoldMetricNames.BestEpoch, out var epoch))
            yield return $"best epoch {PlainText.Number(epoch)}";
        if (job.Figures.TryGetValue(FoldMetricNames.ValidationAuroc, out var auroc))
            yield return $"validation AUROC {PlainText.Figure(auroc)}";
    }

    private static string Words(string name) => name.Replace('_', ' ');
}
