namespace AxSpa.Pipeline.Fusion;

/// <summary>The seam to a gradient-boosting library: AxSpa.Models binds XGBoost's C API behind it.</summary>
public interface IGradientBoosting
{
    /// <summary>A booster without trees, ready to grow on these rows (missing values are NaN).</summary>
    IBooster Begin(FeatureMatrix rows, ReadOnlySpan<bool> isCase, BoostingOptions options);

    /// <summary>A booster from its JSON model.</summary>
    IBooster Load(ReadOnlySpan<byte> json);
}

/// <summary>A gradient-boosted ensemble of trees for a binary outcome. Its contributions are exact TreeSHAP.</summary>
/// <remarks>
/// Margins are asked for again with the same matrix instance after each <see cref="Grow"/>, as cross-fitting does: an implementation
/// keeps the library's copy of that instance, so that only the new tree is evaluated. Without that, choosing among 500
/// rounds costs a hundred times as much.
/// </remarks>
public interface IBooster : IFusionPredictor, IDisposable
{
    /// <summary>Adds one tree.</summary>
    void Grow();

    /// <summary>The model in the library's JSON format, UTF-8.</summary>
    byte[] ToJson();
}

/// <summary>A dense matrix with named columns; a missing value is NaN.</summary>
/// <param name="Values">[Rows × Columns.Count], row after row; never changed once the matrix is made.</param>
public sealed record FeatureMatrix(IReadOnlyList<string> Columns, int Rows, float[] Values)
{
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>A copy of some rows, in the order given.</summary>
    public FeatureMatrix Only(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Columns.Count];
        for (var i = 0; i < rows.Count; i++) Row(rows[i]).CopyTo(values.AsSpan(i * Columns.Count));
        return new FeatureMatrix(Columns, rows.Count, values);
    }
}

/// <param name="Subsample">
/// Share of the rows that each tree is grown on, drawn anew per tree; above 0, at most 1. Friedman, "Stochastic gradient
/// boosting", 2002. Which rows tree t of a booster gets depends on <paramref name="Seed"/> and t alone.
/// </param>
/// <param name="Seed">Of the draws; without sampling it changes nothing.</param>
public sealed record BoostingOptions(int MaxDepth, double LearningRate, double Subsample, uint Seed);
