using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Pipeline.Evaluation.Subgroups;

/// <summary>One way to part patients, such as by sex.</summary>
/// <param name="Levels">In the order in which a report shows them.</param>
/// <param name="LevelOf">[patients] index of the level; −1: not recorded.</param>
public sealed record SubgroupColumn(string Name, ImmutableArray<string> Levels, ImmutableArray<int> LevelOf);

/// <summary>Who belongs to which subgroup (subgroups.json of the cohort).</summary>
public sealed record SubgroupTable(ImmutableArray<string> Patients, ImmutableArray<SubgroupColumn> Columns)
{
    public const string FileName = "subgroups.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EvaluationJson.Default.SubgroupTable);

    /// <exception cref="RefusedInputException">Not such a file.</exception>
    public static SubgroupTable FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.SubgroupTable) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"{FileName} cannot be read: {wrong.Message} Prepare the cohort again in a new run.", wrong);
        }
    }
}
