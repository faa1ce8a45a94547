using System.Collections.Immutable;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Chaos;

/// <summary>Which faults, and how many.</summary>
internal enum FaultSet { Short, Soak, Partitions, Islands }

/// <summary>The faults of one run, drawn from its seed: the same seed and set give the same schedule on every machine.</summary>
internal static class Schedule
{
    private static readonly FaultKind[] Deaths =
    [
        FaultKind.KillNode, FaultKind.KillCoordinator, FaultKind.KillStandby, FaultKind.KillSeed, FaultKind.KillTrainer,
        FaultKind.EndNode, FaultKind.EndCoordinator,
    ];

    private static readonly FaultKind[] Troubles =
        [FaultKind.FreezeNode, FaultKind.FreezeCoordinator, FaultKind.StopDatabase, FaultKind.FreezeDatabase, FaultKind.FillDisk, FaultKind.PauseRun];

    private static readonly FaultKind[] Cuts = [FaultKind.CutNode, FaultKind.CutCoordinator, FaultKind.CutSeed];

    /// <summary>What could make two of what there must be one of: a cluster, an active coordinator, a workspace.</summary>
    private static readonly FaultKind[] Doubles =
    [
        FaultKind.RestartCutSeed, FaultKind.RestartCutSeedThenOthers, FaultKind.RestartCutCoordinator, FaultKind.RestartCutStandby,
        FaultKind.CutJournal, FaultKind.IsolateCoordinator, FaultKind.HideWorkspace,
    ];

    private static readonly Stage[] Stages = [Stage.Cohort, Stage.Folds, Stage.Fusion, Stage.Bootstrap, Stage.Report];

    public static ImmutableArray<Fault> Draw(int seed, FaultSet set)
    {
        var random = RandomStream.From((ulong)seed, "chaos", (int)set);
        var faults = set switch
        {
            FaultSet.Short => seed % 2 == 0 ? ShortIslandOf(random) : ShortOf(random),
            // One in each stage, the rest where a run spends its time.
            FaultSet.Soak => Stages.Concat(Enumerable.Repeat(Stage.Folds, 4 + random.NextInt(4)))
                .Select(stage => Of(random, stage, KindFrom(random, [.. Deaths, .. Deaths, .. Troubles, .. Cuts, .. Doubles]))),
            // An island is begun early, so that the run is met by what comes of it; of the rest, one in each of two stages.
            FaultSet.Islands => Enumerable.Repeat(Stage.Folds, 2 + random.NextInt(2)).Append(Stages[random.NextInt(Stages.Length)])
                .Select(stage => Of(random, stage, KindFrom(random, [.. Doubles, .. Doubles, .. Deaths, FaultKind.StopDatabase, FaultKind.FreezeCoordinator])))
                .Prepend(Of(random, Stage.Cohort, FaultKind.RestartCutSeedThenOthers)),
            FaultSet.Partitions => Stages.Concat(Enumerable.Repeat(Stage.Folds, 1 + random.NextInt(3)))
                .Select(stage => Of(random, stage, KindFrom(random, [.. Cuts, .. Cuts, .. Deaths]))),
            _ => throw new ArgumentOutOfRangeException(nameof(set), set, null),
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

    /// <summary>The first seed begins an island, if it can, and whoever is then started again may find it; the rest is what costs no time beside it.</summary>
    private static IEnumerable<Fault> ShortIslandOf(RandomStream random) =>
    [
        Of(random, Stage.Cohort, FaultKind.RestartCutSeedThenOthers) with { Target = 0, Seconds = 16 },
        Of(random, Stage.Folds, FaultKind.KillTrainer), Of(random, Stage.Folds, FaultKind.HideWorkspace) with { Seconds = 8 },
        Of(random, Stage.Bootstrap, FaultKind.KillTrainer),
    ];

    private static FaultKind KindFrom(RandomStream random, FaultKind[] kinds) => kinds[random.NextInt(kinds.Length)];

    private static Fault Of(RandomStream random, Stage stage, FaultKind kind) =>
        new(stage, Math.Round(random.NextDouble(), 3), kind, random.NextInt(6), kind switch
        {
            // Half of the freezes are shorter than what the cluster bears with, half are long enough to be put out and come back.
            FaultKind.FreezeNode or FaultKind.FreezeCoordinator => random.NextInt(2) == 0 ? 30 : 5 + random.NextInt(6),
            FaultKind.FreezeDatabase => 5 + random.NextInt(6),
            FaultKind.StopDatabase => 5 + random.NextInt(26),
            FaultKind.FillDisk => 10,
            FaultKind.CutNode or FaultKind.CutCoordinator or FaultKind.CutSeed => 10 + random.NextInt(31),
            FaultKind.RestartCutSeed or FaultKind.RestartCutSeedThenOthers or FaultKind.RestartCutCoordinator or FaultKind.RestartCutStandby =>
                20 + random.NextInt(41),
            FaultKind.CutJournal or FaultKind.IsolateCoordinator => 10 + random.NextInt(31),
            FaultKind.HideWorkspace => 15,
            FaultKind.PauseRun => 3 + random.NextInt(8),
            _ => 0,
        });
}
