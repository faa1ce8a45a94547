using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Explanation;

/// <summary>Why the fusion gave each patient their margin: exact TreeSHAP contributions in log-odds.</summary>
/// <remarks>Lundberg et al., Nature Machine Intelligence 2020.</remarks>
public sealed record ShapTable(ImmutableArray<string> Features, ImmutableArray<ShapRow> Rows);

/// <param name="Bias">What the model says before it looks at any feature.</param>
/// <param name="Values">[features]; NaN is missing.</param>
/// <param name="Contributions">[features]; with the bias they add up to <see cref="Margin"/>.</param>
public sealed record ShapRow(
    string PatientId, PatientSet Set, double Bias, ImmutableArray<float> Values, ImmutableArray<double> Contributions)
{
    /// <summary>The patient's log-odds, before calibration.</summary>
    public double Margin => Bias + Contributions.Sum();
}
