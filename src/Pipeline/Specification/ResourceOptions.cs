using AxSpa.Pipeline.Jobs;

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
    public SlotDemand? Of(Branch? branch) => branch switch
    {
        Branch.Mri => Mri,
        Branch.Clinical => Clinical,
        _ => null,
    };

    /// <summary>The same, with what a later submission says; what that does not say stays.</summary>
    public ResourceOptions With(ResourceOptions later) => new(
        later.Priority ?? Priority, later.MaxSlots ?? MaxSlots, later.Mri ?? Mri, later.Clinical ?? Clinical);
}

public enum DeviceKind { Any, Cpu, Cuda }

/// <summary>What a slot must have so that a job may go there.</summary>
/// <param name="MemoryGiB">At least, in GiB (2³⁰ bytes): of the card for <c>cuda</c>, of the machine for <c>cpu</c>, shared by the slots there; 0: any.</param>
public sealed record SlotDemand(DeviceKind Device = DeviceKind.Any, double MemoryGiB = 0);
