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
}

/// <summary>One thing that goes wrong at one moment.</summary>
/// <param name="Moment">0 to 1: how far the stage is, measured in the time that it takes an undisturbed run.</param>
/// <param name="Target">Which node, seed or trainer; taken modulo how many there are.</param>
/// <param name="Seconds">How long it lasts; 0 where it is over at once.</param>
internal sealed record Fault(Stage Stage, double Moment, FaultKind Kind, int Target, int Seconds)
{
    /// <summary><c>KillNode</c> → <c>kill node</c></summary>
    public string Name => string.Concat(Kind.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));

    public override string ToString() => Seconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} {Target} for {Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Name} {Target}");
}
