using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Evaluation.Scoring;

/// <summary>What <c>axspa score</c> was asked.</summary>
public sealed record ScoreOptions
{
    /// <summary>The column of labels.</summary>
    public string Label { get; init; } = "label";

    /// <summary>Labels that count as a case; empty: the column holds 0 and 1.</summary>
    public ImmutableArray<string> Positive { get; init; } = [];

    /// <summary>
    /// Columns of probabilities, one per model; empty: <c>probability</c>, and every column whose name ends in <c>_probability</c>, that holds a value.
    /// </summary>
    public ImmutableArray<string> Probabilities { get; init; } = [];

    /// <summary>Whose row each is; null: <c>patient_id</c> where there is such a column, else every row is a patient of its own.</summary>
    public string? Patient { get; init; }

    /// <summary>Columns, or <c>column:30,45</c> for bands of numbers.</summary>
    public ImmutableArray<string> Subgroups { get; init; } = [];

    /// <summary>Only rows in which a column holds a value: <c>set=test</c>.</summary>
    public ImmutableArray<string> Where { get; init; } = [];

    /// <summary>A number or <c>youden</c> for all models, or <c>column=…</c> for one.</summary>
    public ImmutableArray<string> Thresholds { get; init; } = [];

    /// <summary>Lowest and highest threshold probability of the decision curves.</summary>
    public ImmutableArray<double> DecisionRange { get; init; } = new EvaluationOptions().DecisionRange;

    public int Bootstrap { get; init; } = 2000;
    public double Confidence { get; init; } = 0.95;
    public ulong RandomSeed { get; init; } = 42;
}
