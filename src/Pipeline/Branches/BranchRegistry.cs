using System.Collections.Immutable;

namespace AxSpa.Pipeline.Branches;

/// <summary>Every branch there is, in the order of their columns and of their places in the queue: MRI first, because its folds take longest.</summary>
/// <remarks>
/// A program adds branches of its own before it does anything else; every process of a cluster must know the same ones. Once one has been asked for,
/// the list is closed: what was read before and what is read later would be told by different lists.
/// </remarks>
public static class BranchRegistry
{
    private static readonly Lock Gate = new();
    private static ImmutableArray<BranchDefinition> _all = [new MriBranch(), new ClinicalBranch()];
    private static bool _isClosed;

    public static ImmutableArray<BranchDefinition> All
    {
        get
        {
            Volatile.Write(ref _isClosed, true);
            return _all;
        }
    }

    /// <exception cref="ArgumentException">A branch of this key, or with these random streams, is there already.</exception>
    /// <exception cref="InvalidOperationException">Somebody has asked for the list already.</exception>
    public static void Add(BranchDefinition branch)
    {
        lock (Gate)
        {
            if (Volatile.Read(ref _isClosed))
                throw new InvalidOperationException($"The branch {branch.Id} comes too late: add it before anything else is done.");
            if (_all.FirstOrDefault(one => one.Id == branch.Id || one.Stream == branch.Stream) is { } taken)
                throw new ArgumentException($"The branch {taken.Id} has the key {branch.Id} or the stream {branch.Stream} already.", nameof(branch));
            _all = _all.Add(branch);
        }
    }

    /// <returns>Null: this program does not know it, as may be where a cluster's members are not of one build.</returns>
    public static BranchDefinition? Find(BranchId id) => All.FirstOrDefault(branch => branch.Id == id);

    /// <exception cref="KeyNotFoundException">This program does not know it.</exception>
    public static BranchDefinition Of(BranchId id) =>
        Find(id) ?? throw new KeyNotFoundException($"This program knows no branch '{id}'. Are all programs of the cluster of one build?");

    internal static int RankOf(BranchId id)
    {
        var all = All;
        for (var rank = 0; rank < all.Length; rank++)
            if (all[rank].Id == id) return rank;
        return int.MaxValue;
    }
}
