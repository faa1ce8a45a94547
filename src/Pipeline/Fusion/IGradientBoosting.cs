namespace AxSpa.Pipeline.Fusion;

/// <summary>The seam to a gradient-boosting library: AxSpa.Models binds XGBoost's C API behind it.</summary>
public interface IGradientBoosting
{
    /// <summary>A booster without trees, ready to grow on these rows (missing values are NaN).</summary>
    IBooster Begin(FeatureMatrix rows, ReadOnlySpan<bool> isCase, BoostingOptions options);

    /// <summary>A booster from its JSON model.</summary>
    IBooster Load(ReadOnlySpan<byte> json);
}

/// <summary>A gradient-boosted ensemble of trees for a binary outcome.</summary>
public interface IBooster : IDisposable
{
    /// <summary>Adds one tree.</summary>
    void Grow();

    /// <returns>[rows] log-odds.</returns>
    float[] Margins(FeatureMatrix rows);

    /// <returns>[rows, columns + 1] exact TreeSHAP contributions, the last column being the bias; each row sums to its margin.</returns>
    float[,] Contributions(FeatureMatrix rows);

    /// <summary>The model in the library's JSON format, UTF-8.</summary>
    byte[] ToJson();
}

/// <summary>A dense matrix with named columns; a missing value is NaN.</summary>
/// <param name="Values">[Rows × Columns.Count], row after row.</param>
public sealed record FeatureMatrix(IReadOnlyList<string> Columns, int Rows, float[] Values)
{
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns.Count, Columns.Count);
}

/// <param name="Seed">Passed to the library; with no sampling it changes nothing, but it is recorded in the model.</param>
public sealed record BoostingOptions(int MaxDepth, double LearningRate, uint Seed);
