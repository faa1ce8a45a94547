using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>What can go wrong, one kind each.</summary>
internal enum FaultKind
{
    KillNode, KillCoordinator, KillStandby, KillSeed, KillTrainer,
    EndNode, EndCoordinator,
    FreezeNode, FreezeCoordinator,
    StopDatabase, FreezeDatabase,
    FillDisk,
    CutNode, CutCoordinator, CutSeed,
    RestartCutSeed, RestartCutSeedThenOthers, RestartCutCoordinator, RestartCutStandby,
    CutJournal, IsolateCoordinator,
    HideWorkspace,
    PauseRun,
}

internal static class FaultKinds
{
    /// <summary>Carried out in network namespaces.</summary>
    public static bool NeedsNetwork(this FaultKind kind) => kind is FaultKind.CutNode or FaultKind.CutCoordinator or FaultKind.CutSeed
        or FaultKind.RestartCutSeed or FaultKind.RestartCutSeedThenOthers or FaultKind.RestartCutCoordinator or FaultKind.RestartCutStandby
        or FaultKind.CutJournal or FaultKind.IsolateCoordinator;

    /// <summary>Needs two coordinators, or a database that can be stopped.</summary>
    public static bool NeedsPostgres(this FaultKind kind) => kind is FaultKind.StopDatabase or FaultKind.FreezeDatabase or FaultKind.KillStandby
        or FaultKind.RestartCutStandby or FaultKind.CutJournal;

    /// <summary>
    /// It is about the cluster more than about the run, so that it is played to its end even where the run is over before: an island is begun by
    /// who is cut off for long enough.
    /// </summary>
    public static bool IsPlayedOut(this FaultKind kind) => kind is FaultKind.RestartCutSeed or FaultKind.RestartCutSeedThenOthers;
}

/// <summary>One thing that goes wrong at one moment.</summary>
/// <param name="Moment">0 to 1: how far the stage is, measured in the time that it takes an undisturbed run.</param>
/// <param name="Target">Which node, seed or trainer; taken modulo how many there are.</param>
/// <param name="Seconds">How long it lasts; 0 where it is over at once.</param>
internal sealed record Fault(Stage Stage, double Moment, FaultKind Kind, int Target, int Seconds)
{
    /// <summary><c>KillNode</c> → <c>kill node</c></summary>
    public string Name =>
        string.Concat(Kind.ToString()
            .Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));

    public override string ToString() => Seconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} {Target} for {Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Name} {Target}");
}
