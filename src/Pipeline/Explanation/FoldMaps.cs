using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Pipeline.Explanation;

/// <summary>What one fold model looks at in some scans.</summary>
/// <param name="Maps">[scans]</param>
public sealed record FoldMaps(MapMethod Method, ImmutableArray<FeatureMap> Maps)
{
    /// <summary>As a fold's explanation is kept until all of them are brought together.</summary>
    public const string FileName = "maps.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExplanationJson.Default.FoldMaps);

    public static FoldMaps FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ExplanationJson.Default.FoldMaps) ?? throw new JsonException("The maps are empty.");

    /// <summary>The mean over the fold models, as a branch averages their log-odds.</summary>
    /// <param name="folds">Of the same scans, in the order of the folds; at least one.</param>
    public static FoldMaps MeanOf(IReadOnlyList<FoldMaps> folds) => folds[0] with
    {
        Maps = [.. Enumerable.Range(0, folds[0].Maps.Length).Select(scan => FeatureMap.Mean([.. folds.Select(fold => fold.Maps[scan])]))],
    };
}
