using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <summary>A fold's training ended without a model, for a reason that its kind decides what to do about.</summary>
public sealed class FoldFailedException(FailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public FailureKind Kind { get; } = kind;
}
