using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using TorchSharp;

namespace AxSpa.Models.Training;

/// <summary>
/// The one place that sets Torch's process-wide generator, which draws dropout. It is the CPU's: cards have generators of their own,
/// and nothing draws from those. Because it is set anew for each epoch from names alone, an epoch repeats exactly after a resume
/// without any stored generator state.
/// </summary>
internal static class TorchRandomness
{
    public static void BeginEpoch(ulong randomSeed, FoldId fold, int epoch) =>
        torch.manual_seed((long)RandomStream.SeedFor(randomSeed, RandomUse.Dropout, BranchRegistry.Of(fold.Branch).Stream, fold.Index, epoch));
}
