using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;

namespace AxSpa.Models.Training;

/// <summary>The trainer of every branch of <see cref="BranchRegistry"/>.</summary>
public static class BranchTrainers
{
    private static ImmutableArray<BranchTrainer> _all = [new MriTrainer(), new ClinicalTrainer()];

    /// <summary>A program adds its own before it computes anything.</summary>
    public static void Add(BranchTrainer trainer) =>
        ImmutableInterlocked.Update(ref _all, (all, one) => all.Any(other => other.Branch == one.Branch)
            ? throw new ArgumentException($"The branch {one.Branch} has a trainer already.", nameof(trainer)) : all.Add(one), trainer);

    /// <exception cref="KeyNotFoundException">This program cannot train such a branch.</exception>
    public static BranchTrainer Of(BranchId branch) => _all.FirstOrDefault(trainer => trainer.Branch == branch)
        ?? throw new KeyNotFoundException($"This program has no trainer for the branch '{branch}'. Are axspa and its trainer of one build?");
}
