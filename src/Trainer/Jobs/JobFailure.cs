using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Jobs;

/// <summary>Which kind of failure an exception is; the kind decides what the coordinator does next.</summary>
internal static class JobFailure
{
    /// <summary>What loops over all cores throw is a collection of what their bodies threw: the first of these says what happened.</summary>
    public static TrainerLine.Failed From(Exception error) =>
        error is AggregateException { InnerExceptions: [var first, ..] } ? From(first) : new(KindOf(error), ReasonOf(error));

    /// <summary>The file of the workspace that is not as an earlier job wrote it, relative to the workspace; null: that is not what happened.</summary>
    public static string? FileOf(Exception error) => error switch
    {
        WorkspaceFileException lost => lost.File,
        AggregateException { InnerExceptions: [var first, ..] } => FileOf(first),
        _ => null,
    };

    private static FailureKind KindOf(Exception error) => error switch
    {
        FoldFailedException failed => failed.Kind,
        RefusedInputException => FailureKind.BadInput,
        OperationCanceledException => FailureKind.Cancelled,
        _ when IsOutOfMemory(error) => FailureKind.OutOfMemory,
        IOException or UnauthorizedAccessException => FailureKind.Storage,
        _ => FailureKind.Crashed,
    };

    private static string ReasonOf(Exception error)
    {
        // Torch appends its C++ stack to the message; people get the first line and the log gets the rest.
        var firstLine = error.Message.Split('\n', 2)[0].Trim();
        return error is FoldFailedException or RefusedInputException or IOException or UnauthorizedAccessException
            ? error.Message
            : $"{error.GetType().Name}: {firstLine}";
    }

    // Torch throws one type for everything; only the words of its CPU and CUDA allocators tell.
    private static bool IsOutOfMemory(Exception error) =>
        error is OutOfMemoryException
        || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);
}
