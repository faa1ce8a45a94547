using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Placing;

/// <summary>
/// What a node may say at all, whatever is true of it. A member with a good certificate may still be broken or somebody else's, and what it
/// says reaches state machines that are written for what can be.
/// </summary>
internal static class NodeWords
{
    private const int LongestName = 260, LongestStage = 100, MostEntries = 1_000, LongestPath = 4_096;

    /// <returns>Why this cannot be, for people; null: it can.</returns>
    public static string? Problem(NodeProtocol.INodeWord word) => word switch
    {
        NodeProtocol.NodeReport report => OfReport(report),
        NodeProtocol.JobProgressed progressed => OfAttempt(progressed.Attempt)
            ?? (IsName(progressed.Stage, LongestStage) && progressed is { Step: >= 0, Of: >= 0 } && (progressed.Of == 0 || progressed.Step <= progressed.Of)
                ? null
                : "its progress is no step of so many"),
        NodeProtocol.JobWarned warned => OfAttempt(warned.Attempt) ?? (warned.Text is null ? "it warns of nothing" : null),
        NodeProtocol.JobCompleted completed => OfAttempt(completed.Attempt) ?? OfNode(completed.Node) ?? OfResult(completed),
        NodeProtocol.JobFailed failed => OfAttempt(failed.Attempt) ?? OfNode(failed.Node)
            ?? (!Enum.IsDefined(failed.Kind) || failed.Kind == FailureKind.Unverified ? "there is no such kind of failure for a node to tell"
                : failed.Reason is not { Length: <= MessageLimits.Failure + 10 } ? "its reason is missing or too long" : null),
        NodeProtocol.FileNotVisible unseen => OfAttempt(unseen.Attempt) ?? OfNode(unseen.Node)
            ?? (unseen.Reason is not { Length: <= MessageLimits.Failure + 10 }
                ? "its reason is missing or too long"
                : IsPath(unseen.File)
                ? null
                : "the file that it does not see has no name that a file can have"),
        _ => $"{word.GetType().Name} is nothing that a node says",
    };

    /// <summary>
    /// Of another process, or another life of it: a member that answers under its own address can still write any node's name into a message, and
    /// as many lives of its own as it likes.
    /// </summary>
    /// <param name="members">Of the cluster, as this process knows them; asked only of who speaks from elsewhere.</param>
    public static bool IsOfAnother(NodeProtocol.INodeWord word, IActorRef sender, Func<IEnumerable<UniqueAddress>> members) =>
        word is NodeProtocol.IOfNode { Node: { } node } && sender.Path.Address is { HasGlobalScope: true } address
        && (address.Host != node.Host || address.Port != node.Port
            || members().Any(member => member.Address == address && member.Uid != node.Incarnation));

    /// <summary>The attempt that it would end; null: it ends none, or none that can be named.</summary>
    public static (AttemptId Attempt, NodeId Node)? Ended(NodeProtocol.INodeWord word) =>
        word is NodeProtocol.IEndsAttempt { Attempt: var attempt, Node: var node } && OfAttempt(attempt) is null && OfNode(node) is null
            ? (attempt, node)
            : null;

    private static string? OfReport(NodeProtocol.NodeReport report)
    {
        if (OfNode(report.Node) is { } problem)
            return problem;
        if (report.Slots.IsDefault || report.Slots.Length > MessageLimits.SlotsOfANode || report.Slots.Any(slot => slot is null))
            return "its slots are missing, or more than a node can have";
        if (report.Unrecorded.IsDefault || report.Unrecorded.Length > MostEntries)
            return "the attempts that it ended are missing, or more than a node can have";
        if (report.Slots.Any(slot => slot.Index < 0) || report.Slots.DistinctBy(slot => slot.Index).Count() != report.Slots.Length)
            return "two of its slots have one number, or one has none";
        if (report.Slots.Any(slot => !IsName(slot.Device, LongestName) || !Enum.IsDefined(slot.Status) || slot.MemoryBytes < 0))
            return "a slot has no device, or no such status";
        if (report.Facts is { } facts && (facts.Machine is null || facts.System is null || facts.Versions is not { Count: <= MostEntries }))
            return "what it says of its machine is not whole";
        return report.Slots.Select(slot => slot.Running)
            .OfType<AttemptId>()
            .Concat(report.Unrecorded)
            .Select(OfAttempt)
            .FirstOrDefault(found => found is not null);
    }

    private static string? OfResult(NodeProtocol.JobCompleted completed) =>
        completed.Files.IsDefault || completed.Files.Length > MostEntries
            || completed.Files.Any(file => file?.Path is null || file.Sha256 is null) ? "its files are missing, or more than a job writes"
        : completed.Figures is not { Count: <= MostEntries }
            || completed.Figures.Keys.Any(name => !IsName(name, LongestName)) ? "its figures are missing, or more than a job has"
        : null;

    private static string? OfAttempt(AttemptId? attempt) =>
        attempt is { Attempt: > 0 } && IsName(attempt.Run.Value, LongestName) && IsName(attempt.Job.Value, LongestName) ? null : "it names no attempt";

    private static string? OfNode(NodeId? node) => node is { Port: > 0 and <= 65535 } && IsName(node.Host, LongestName) ? null : "it names no node";

    private static bool IsName(string? name, int longest) => name is { Length: > 0 } && name.Length <= longest && !name.Any(char.IsControl);

    private static bool IsPath(string? path) => path is { Length: > 0 and <= LongestPath } && !path.Contains('\0');
}
