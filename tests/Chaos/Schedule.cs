using System.Collections.Immutable;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Chaos;

/// <summary>Which faults, and how many.</summary>
internal enum FaultSet { Short, Soak, Partitions }

/// <summary>The faults of one run, drawn from its seed: the same seed and set give the same schedule on every machine.</summary>
internal static class Schedule
{
    private static readonly FaultKind[] Deaths =
    [
        FaultKind.KillNode, FaultKind.KillCoordinator, FaultKind.KillStandby, FaultKind.KillSeed, FaultKind.KillTrainer,
        FaultKind.EndNode, FaultKind.EndCoordinator,
    ];

    private static readonly FaultKind[] Troubles =
        [FaultKind.FreezeNode, FaultKind.FreezeCoordinator, FaultKind.StopDatabase, FaultKind.FreezeDatabase, FaultKind.FillDisk];

    private static readonly FaultKind[] Cuts = [FaultKind.CutNode, FaultKind.CutCoordinator, FaultKind.CutSeed];

    private static readonly Stage[] Stages = [Stage.Cohort, Stage.Folds, Stage.Fusion, Stage.Bootstrap, Stage.Report];

    public static ImmutableArray<Fault> Draw(int seed, FaultSet set)
    {
        var random = RandomStream.From((ulong)seed, "chaos", (int)set);
        var faults = set switch
        {
            FaultSet.Short => ShortOf(random),
            // One in each stage, the rest where a run spends its time.
            FaultSet.Soak => Stages.Concat(Enumerable.Repeat(Stage.Folds, 4 + random.NextInt(4)))
                .Select(stage => Of(random, stage, KindFrom(random, [.. Deaths, .. Deaths, .. Troubles, .. Cuts]))),
            _ => Stages.Concat(Enumerable.Repeat(Stage.Folds, 1 + random.NextInt(3)))
                .Select(stage => Of(random, stage, KindFrom(random, [.. Cuts, .. Cuts, .. Deaths]))),
        };
        return [.. faults.ToArray().OrderBy(fault => fault.Stage).ThenBy(fault => fault.Moment)];
    }

    /// <summary>One of each sort of death that costs little time, so that every change can afford to meet them.</summary>
    private static IEnumerable<Fault> ShortOf(RandomStream random) =>
    [
        Of(random, Stage.Folds, FaultKind.KillTrainer), Of(random, Stage.Folds, FaultKind.KillNode), Of(random, Stage.Folds, FaultKind.KillCoordinator),
        Of(random, Stage.Folds, FaultKind.StopDatabase) with { Seconds = 5 }, Of(random, Stage.Bootstrap, FaultKind.EndCoordinator),
        Of(random, Stage.Report, FaultKind.KillTrainer),
    ];

    private static FaultKind KindFrom(RandomStream random, FaultKind[] kinds) => kinds[random.NextInt(kinds.Length)];

    private static Fault Of(RandomStream random, Stage stage, FaultKind kind) => new(stage, Math.Round(random.NextDouble(), 3), kind, random.NextInt(6), kind switch
    {
        // Half of the freezes are shorter than what the cluster bears with, half are long enough to be put out and come back.
        FaultKind.FreezeNode or FaultKind.FreezeCoordinator => random.NextInt(2) == 0 ? 30 : 5 + random.NextInt(6),
        FaultKind.FreezeDatabase => 5 + random.NextInt(6),
        FaultKind.StopDatabase => 5 + random.NextInt(26),
        FaultKind.FillDisk => 10,
        FaultKind.CutNode or FaultKind.CutCoordinator or FaultKind.CutSeed => 10 + random.NextInt(31),
        _ => 0,
    });
}
