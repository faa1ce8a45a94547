using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Telemetry;

/// <summary>Which of the coordinator's persistent actors writes: its index, or a run.</summary>
internal enum JournalWriter { Index, Run }

/// <summary>How metrics and traces write what the protocol says; each label has a handful of values, and none names a person or a file.</summary>
internal static class Label
{
    public static string Of(JobKind kind) => RunGraph.Whole.Of(kind).Label;

    /// <param name="failure">Null: it completed.</param>
    public static string Outcome(FailureKind? failure) => failure is not { } kind ? "completed" : kind switch
    {
        FailureKind.BadInput => "bad_input",
        FailureKind.OutOfMemory => "out_of_memory",
        FailureKind.Diverged => "diverged",
        FailureKind.Crashed => "crashed",
        FailureKind.Lost => "lost",
        FailureKind.Storage => "storage",
        FailureKind.Cancelled => "cancelled",
        FailureKind.Unverified => "unverified",
    };

    /// <summary>One lower-case word: running, free, index.</summary>
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
