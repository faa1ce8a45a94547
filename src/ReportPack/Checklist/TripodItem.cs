using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Texts;

namespace AxSpa.ReportPack.Checklist;

/// <summary>
/// An item of the TRIPOD+AI checklist, in the statement's own words, and whether this report answers it. What only the authors can
/// know is left to them.
/// </summary>
/// <param name="Item">1 to 27, with a letter where an item has parts.</param>
/// <param name="Applies">D: development, E: evaluation.</param>
/// <param name="Answered"><c>here</c>, in <c>part</c>, or by the <c>authors</c>.</param>
/// <param name="Where">Id of the part of the report; empty where there is none.</param>
/// <remarks>Collins, Moons, Dhiman et al., BMJ 2024;385:e078378; the wording is under CC BY 4.0.</remarks>
internal sealed record TripodItem(
    string Item, string Section, string Topic, string Applies, string Wording, string Answered, string Where, string Remark)
{
    /// <summary>What the part of the report is called.</summary>
    public string Place => Where switch
    {
        "table1" => "Characteristics",
        "flow-table" => "Patients in each set and fold",
        "specification" => "The effective specification",
        _ => Where.Capitalized(),
    };

    public static ImmutableArray<TripodItem> All { get; } = JsonSerializer.Deserialize(
        Page.Text("tripod_ai.json"), ChecklistJson.Default.ImmutableArrayTripodItem);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<TripodItem>))]
internal sealed partial class ChecklistJson : JsonSerializerContext;
