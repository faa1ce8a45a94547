namespace AxSpa.Plots;

/// <summary>What a beeswarm shows: every patient's contribution of every feature, and the feature's value for the colour.</summary>
/// <param name="Features">Names, one per column.</param>
/// <param name="Contributions">[patient][feature] SHAP values in log-odds, without the bias column.</param>
/// <param name="Values">[patient][feature] feature values; NaN is missing.</param>
public sealed record ShapSummary(IReadOnlyList<string> Features, IReadOnlyList<double[]> Contributions, IReadOnlyList<double[]> Values)
{
    /// <summary>Features by falling mean |SHAP|; equals keep the order of the columns.</summary>
    public IReadOnlyList<int> ByImportance() =>
        [.. Enumerable.Range(0, Features.Count).OrderByDescending(MeanAbsolute)];

    public double MeanAbsolute(int feature) =>
        Contributions.Count == 0 ? 0 : Contributions.Average(row => Math.Abs(row[feature]));
}
