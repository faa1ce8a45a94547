using Akka.Actor;
using AxSpa.Pipeline.Files;

namespace AxSpa.Hosting.Disk;

/// <summary>One piece of work for the disk, and the call to the store in which it is.</summary>
/// <param name="Key">Operations of one key are done one after the other, in the order in which they were asked for; null: in any order.</param>
/// <param name="Work">Gets the store; what it returns is told to the hearer, where it is not null.</param>
/// <param name="Failed">Makes the same of whatever it threw, or of a queue that is full.</param>
internal sealed record DiskOperation(
    DiskSession Session, DiskLane Lane, string? Key, IActorRef Hearer, Func<IWorkspaceStore, object?> Work, Func<Exception, object?> Failed)
{
    /// <param name="At">Of the worker's clock.</param>
    internal sealed record Call(string Verb, StoreName? Name, TimeSpan Patience, DateTimeOffset Since, long At)
    {
        public override string ToString() => Name is { } name ? $"{Verb} of {name}" : Verb;
    }

    private volatile Call? _call;

    /// <summary>Null: it is between two calls, or computes.</summary>
    public Call? Now
    {
        get => _call;
        set => _call = value;
    }

    public void Tell(object? result)
    {
        if (result is not null)
            Hearer.Tell(result, ActorRefs.NoSender);
    }
}
