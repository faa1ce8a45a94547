using System.Globalization;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>Whether a slot has what a job demands.</summary>
internal static class SlotFit
{
    /// <summary>A slot whose memory is unknown has none to promise.</summary>
    public static bool Has(this SlotView slot, SlotDemand? demand) => demand is null
        || (demand.Device == DeviceKind.Any || IsCard(slot.Device) == (demand.Device == DeviceKind.Cuda))
        && (demand.MemoryGiB <= 0 || slot.MemoryBytes >= demand.MemoryGiB * (1L << 30));

    public static bool IsCard(string device) => device.StartsWith("cuda", StringComparison.Ordinal);

    /// <summary><c>a slot on cuda with 8 GiB</c>.</summary>
    public static string Words(SlotDemand? demand) => "a slot"
        + (demand is { Device: not DeviceKind.Any } ? $" on {demand.Device.ToString().ToLowerInvariant()}" : "")
        + (demand is { MemoryGiB: > 0 } ? string.Create(CultureInfo.InvariantCulture, $" with {demand.MemoryGiB:0.##} GiB") : "");
}
