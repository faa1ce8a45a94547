namespace AxSpa.Shared.Protocol;

/// <summary>How long texts of people and of machines may be, so that the messages that carry them fit a frame (<see cref="Wire.WireFrame"/>).</summary>
public static class MessageLimits
{
    /// <summary>Of a run's name: one line in every list. Refused where it is submitted.</summary>
    public const int Name = 200;

    /// <summary>Why a node is drained or excluded. Refused where it is ordered.</summary>
    public const int Reason = 200;

    /// <summary>Single runs for which a node is out of bounds; with more of them it is meant for all.</summary>
    public const int ExclusionsOfANode = 20;

    /// <summary>Slots of one node: each of them has a process of its own.</summary>
    public const int SlotsOfANode = 256;

    /// <summary>Why an attempt, or a run, failed. The trainer's log has all of it.</summary>
    public const int Failure = 8_000;

    /// <summary>The same of a run that is described.</summary>
    public const int FailureOfARun = 4_000;

    /// <summary>The same beside each job of a run; also a warning.</summary>
    public const int FailureOfAJob = 1_000;

    /// <summary>What a job waits for.</summary>
    public const int Sentence = 500;

    /// <summary>Bytes of all warnings of a run, as JSON.</summary>
    public const int WarningBytes = 20_000;

    /// <summary>Bytes of the jobs in one part of a run's view: its failure, its warnings and its folder stand beside them.</summary>
    public const int JobBytes = 60_000;

    public static string Cut(string text, int longest) => text.Length > longest ? text[..longest] + " ..." : text;
}
