using System.Text.Json.Serialization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Texts;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>
/// What a run may take of the cluster, and when. It changes no figure, so it is no part of the run's key
/// (<see cref="RunKey"/>), and may be changed while the run is under way.
/// </summary>
/// <param name="Priority">See <see cref="RunPriority"/>; null: nothing is said, which is <see cref="RunPriority.Normal"/> for a new run.</param>
/// <param name="MaxSlots">Slots that the run uses at once, at most; null: nothing is said, which is as many as there are for a new run.</param>
/// <param name="Mri">What the folds of the MRI branch need; null: nothing is said, which is any slot for a new run.</param>
/// <param name="Clinical">The same for the folds of the clinical branch.</param>
public sealed record ResourceOptions(int? Priority = null, int? MaxSlots = null, SlotDemand? Mri = null, SlotDemand? Clinical = null)
{
    /// <summary>Of every further branch; null: nothing is said.</summary>
    [JsonConverter(typeof(SlotDemandsJson))]
    public BranchMap<SlotDemand>? Others { get; init; }

    /// <param name="branch">Null: a job that belongs to no branch, for which nothing can be asked.</param>
    public SlotDemand? Of(BranchId? branch) =>
        branch is not { } one ? null
        : one == BranchId.Mri ? Mri
        : one == BranchId.Clinical ? Clinical
        : Others?[one];

    /// <param name="demand">Null: nothing is said.</param>
    public ResourceOptions With(BranchId branch, SlotDemand? demand) =>
        branch == BranchId.Mri ? this with { Mri = demand }
        : branch == BranchId.Clinical ? this with { Clinical = demand }
        : this with { Others = (Others ?? BranchMap<SlotDemand>.Empty).With(branch, demand) is { Count: > 0 } others ? others : null };

    /// <summary>The same, with what a later submission says; what that does not say stays.</summary>
    public ResourceOptions With(ResourceOptions later)
    {
        var both = new ResourceOptions(later.Priority ?? Priority, later.MaxSlots ?? MaxSlots, later.Mri ?? Mri,
            later.Clinical ?? Clinical)
        { Others = Others };
        return (later.Others ?? BranchMap<SlotDemand>.Empty).Aggregate(both, (all, one) => all.With(one.Key, one.Value));
    }

    /// <summary>What is not said is not written.</summary>
    public static SectionForm<ResourceOptions> Form { get; } = new SectionForm<ResourceOptions>(_ => new ResourceOptions())
        .Key("priority", o => o.Priority, (o, v) => o with { Priority = v }, PriorityWord, writtenIf: o => o.Priority is not null)
        .Key("maxSlots", o => o.MaxSlots, (o, v) => o with { MaxSlots = v }, MostSlots, writtenIf: o => o.MaxSlots is not null)
        .Each(BranchRegistry.All, (form, branch) => form.Key(
            branch.Id.Key, o => o.Of(branch.Id), (o, v) => o.With(branch.Id, v), OrUnsaid(Section(SlotDemand.Form)),
            writtenIf: o => o.Of(branch.Id) is not null));

    private static YamlValue<int?> PriorityWord => new(
        (section, key, otherwise, _) => section.OptionalText(key) is not { } text ? otherwise
            : RunPriority.TryParse(text, out var priority) ? priority
            : throw section.Refuse(key, $"must be {RunPriority.Allowed}", NearestName.Hint(text, ["low", "normal", "high"])),
        (priority, _) => RunPriority.Word(priority!.Value));

    private static YamlValue<int?> MostSlots
    {
        get
        {
            var number = WholeOrNull(1, 10_000);
            return number with
            {
                Read = (section, key, otherwise, context) => section.IsWord(key, "none") ? null : number.Read(section, key, otherwise, context),
            };
        }
    }
}

public enum DeviceKind { Any, Cpu, Cuda }

/// <summary>What a slot must have so that a job may go there.</summary>
/// <param name="MemoryGiB">At least, in GiB (2³⁰ bytes): of the card for <c>cuda</c>, of the machine for <c>cpu</c>, shared by the slots there; 0: any.</param>
public sealed record SlotDemand(DeviceKind Device = DeviceKind.Any, double MemoryGiB = 0)
{
    public static SectionForm<SlotDemand> Form { get; } = new SectionForm<SlotDemand>(_ => new SlotDemand())
        .Key("device", o => o.Device, (o, v) => o with { Device = v }, Word(("any", DeviceKind.Any), ("cpu", DeviceKind.Cpu), ("cuda", DeviceKind.Cuda)))
        .Key("memoryGiB", o => o.MemoryGiB, (o, v) => o with { MemoryGiB = v }, Number(new NumberRange(0, 100_000)));
}
