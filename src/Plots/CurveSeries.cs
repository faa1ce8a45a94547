namespace AxSpa.Plots;

/// <summary>One model's curve.</summary>
/// <param name="Name">The model, as in metrics.txt: MRI-only, Clinical-only or Late-fusion.</param>
/// <param name="X">As long as <paramref name="Y"/>, in drawing order.</param>
/// <param name="Measure">What the legend says beside the name: "AUROC 0.86 (95% CI 0.81–0.90)".</param>
/// <param name="Band">How uncertain the curve is; null: not known.</param>
public sealed record CurveSeries(string Name, double[] X, double[] Y, string? Measure = null, CurveBand? Band = null)
{
    internal string LegendText => Measure is null ? Name : $"{Name}: {Measure}";
}

/// <summary>A pointwise interval along a curve.</summary>
/// <param name="X">Rising; as long as the other two.</param>
public sealed record CurveBand(double[] X, double[] Low, double[] High);
