using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Specification;

/// <summary>An object with a key for each branch.</summary>
public sealed class SlotDemandsJson : JsonConverter<BranchMap<SlotDemand>>
{
    public override BranchMap<SlotDemand>? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var demands = BranchMap<SlotDemand>.Empty;
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("Demands of branches are an object.");
        foreach (var one in json.RootElement.EnumerateObject())
            demands = demands.With(
                BranchId.IsKey(one.Name) ? new BranchId(one.Name) : throw new JsonException("This is no key of a branch."),
                new SlotDemand(
                    Enum.TryParse<DeviceKind>(one.Value.GetProperty("device").GetString(), out var device)
                        ? device
                        : throw new JsonException("This is no kind of device."),
                    one.Value.GetProperty("memoryGiB").GetDouble()));
        return demands;
    }

    public override void Write(Utf8JsonWriter writer, BranchMap<SlotDemand> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (branch, demand) in value)
        {
            writer.WriteStartObject(branch.Key);
            writer.WriteString("device", demand.Device.ToString());
            writer.WriteNumber("memoryGiB", demand.MemoryGiB);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
