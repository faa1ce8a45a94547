namespace AxSpa.Pipeline.Runs;

/// <summary>
/// What a run may take of the cluster, and when. It changes no figure, so it is no part of the run's key
/// (<see cref="RunKey"/>), and may be changed while the run is under way.
/// </summary>
/// <param name="Priority">See <see cref="RunPriority"/>.</param>
/// <param name="MaxSlots">Slots that the run uses at once, at most; null: as many as there are.</param>
/// <param name="Mri">What the folds of the MRI branch need; null: any slot.</param>
/// <param name="Clinical">What the folds of the clinical branch need; null: any slot.</param>
public sealed record ResourceOptions(
    int Priority = RunPriority.Normal, int? MaxSlots = null, SlotDemand? Mri = null, SlotDemand? Clinical = null)
{
    public SlotDemand? Of(Branch? branch) => branch switch
    {
        Branch.Mri => Mri,
        Branch.Clinical => Clinical,
        _ => null,
    };
}

public enum DeviceKind { Any, Cpu, Cuda }

/// <summary>What a slot must have so that a job may go there.</summary>
/// <param name="MemoryGiB">At least, in GiB (2³⁰ bytes): of the card for <c>cuda</c>, of the machine for <c>cpu</c>, shared by the slots there; 0: any.</param>
public sealed record SlotDemand(DeviceKind Device = DeviceKind.Any, double MemoryGiB = 0);
