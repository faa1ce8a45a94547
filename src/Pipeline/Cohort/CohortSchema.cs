using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What <c>patients.csv</c> cannot say of itself: the types and levels of its columns, and the size of the volumes (columns.json).</summary>
/// <param name="VolumeSize">Voxels along x, y, z of every scan; null without an MRI branch.</param>
public sealed record CohortSchema(ImmutableArray<ClinicalColumn> Columns, ImmutableArray<int>? VolumeSize)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CohortJson.Default.CohortSchema);

    /// <exception cref="JsonException">Not a columns.json.</exception>
    public static CohortSchema FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, CohortJson.Default.CohortSchema) ?? throw new JsonException("columns.json is null.");
}
