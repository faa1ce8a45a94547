using System.Collections.Immutable;

namespace AxSpa.Models.Training;

/// <summary>Where training stands after an epoch, tensors aside.</summary>
/// <param name="Epoch">The last complete epoch; 0 before the first.</param>
internal sealed record TrainingState(int Epoch, BestEpoch Best, ImmutableArray<EpochRecord> History)
{
    public static readonly TrainingState Start = new(0, BestEpoch.None, []);
}
