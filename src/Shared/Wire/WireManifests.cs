using System.Collections.Frozen;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Wire;

/// <summary>
/// The frozen table of manifests: a short name with a version for each record. A name is never used again for another
/// shape: a new meaning gets a new name, and the old one stays readable, because journals keep it.
/// </summary>
internal static class WireManifests
{
    private static readonly (string Manifest, Type Type)[] Table =
    [
        ("node-report-1", typeof(NodeProtocol.NodeReport)),
        ("grant-2", typeof(NodeProtocol.GrantJob)),
        ("cancel-attempt-1", typeof(NodeProtocol.CancelAttempt)),
        ("progress-1", typeof(NodeProtocol.JobProgressed)),
        ("warned-1", typeof(NodeProtocol.JobWarned)),
        ("completed-1", typeof(NodeProtocol.JobCompleted)),
        ("failed-1", typeof(NodeProtocol.JobFailed)),
        ("not-visible-1", typeof(NodeProtocol.FileNotVisible)),
        ("recorded-1", typeof(NodeProtocol.ResultRecorded)),
        ("submit-1", typeof(RunProtocol.SubmitRun)),
        ("accepted-1", typeof(RunProtocol.RunAccepted)),
        ("refused-1", typeof(RunProtocol.Refused)),
        ("cancel-run-1", typeof(RunProtocol.CancelRun)),
        ("cancelled-1", typeof(RunProtocol.Cancelled)),
        ("pause-run-1", typeof(RunProtocol.PauseRun)),
        ("resume-run-1", typeof(RunProtocol.ResumeRun)),
        ("retry-fold-1", typeof(RunProtocol.RetryFold)),
        ("run-changed-1", typeof(RunProtocol.RunChanged)),
        ("delete-run-1", typeof(RunProtocol.DeleteRun)),
        ("deletion-1", typeof(RunProtocol.Deletion)),
        ("rehearse-1", typeof(RunProtocol.Rehearse)),
        ("list-results-1", typeof(RunProtocol.ListResults)),
        ("results-1", typeof(RunProtocol.Results)),
        ("set-message-1", typeof(RunProtocol.SetMessage)),
        ("ask-message-1", typeof(RunProtocol.AskMessage)),
        ("cluster-message-1", typeof(RunProtocol.ClusterMessage)),
        ("verify-run-1", typeof(RunProtocol.VerifyRun)),
        ("run-verification-1", typeof(RunVerification)),
        ("list-runs-2", typeof(RunProtocol.ListRuns)),
        ("run-list-2", typeof(RunProtocol.RunList)),
        ("find-run-1", typeof(RunProtocol.FindRun)),
        ("runs-found-1", typeof(RunsFound)),
        ("describe-2", typeof(RunProtocol.DescribeRun)),
        ("run-view-2", typeof(RunView)),
        ("list-queue-1", typeof(QueueProtocol.ListQueue)),
        ("queue-view-1", typeof(QueueView)),
        ("move-run-1", typeof(QueueProtocol.MoveRun)),
        ("prioritize-run-1", typeof(QueueProtocol.PrioritizeRun)),
        ("limit-run-1", typeof(QueueProtocol.LimitRun)),
        ("drain-node-1", typeof(NodeOrders.DrainNode)),
        ("exclude-node-1", typeof(NodeOrders.ExcludeNode)),
        ("enable-node-1", typeof(NodeOrders.EnableNode)),
        ("node-changed-1", typeof(NodeOrders.NodeChanged)),
        ("list-nodes-1", typeof(RunProtocol.ListNodes)),
        ("node-list-1", typeof(RunProtocol.NodeList)),
        ("read-files-1", typeof(NodeFileProtocol.ReadFiles)),
        ("file-parts-1", typeof(NodeFileProtocol.FileParts)),
        ("check-node-1", typeof(NodeFileProtocol.CheckNode)),
        ("node-check-1", typeof(NodeFileProtocol.NodeCheck)),
        ("compare-probes-1", typeof(NodeFileProtocol.CompareProbes)),
        ("probes-seen-1", typeof(NodeFileProtocol.ProbesSeen)),
        ("remove-probe-1", typeof(NodeFileProtocol.RemoveProbe)),
        ("ask-members-1", typeof(NodeFileProtocol.AskMembers)),
        ("members-seen-1", typeof(NodeFileProtocol.MembersSeen)),
        ("ask-for-cluster-1", typeof(BootstrapProtocol.AskForCluster)),
        ("cluster-answer-1", typeof(BootstrapProtocol.ClusterAnswer)),
        ("ask-leadership-1", typeof(LeadershipProtocol.AskLeadership)),
        ("leadership-1", typeof(LeadershipProtocol.Leadership)),
        ("check-journal-1", typeof(RunProtocol.CheckJournal)),
        ("journal-check-1", typeof(RunProtocol.JournalCheck)),
        ("j-probed-1", typeof(JournalEvents.Probed)),
        ("e-submitted-1", typeof(RunEvents.Submitted)),
        ("e-took-over-1", typeof(RunEvents.TookOver)),
        ("e-extended-1", typeof(RunEvents.Extended)),
        ("e-requested-2", typeof(RunEvents.JobsRequested)),
        ("e-granted-1", typeof(RunEvents.JobGranted)),
        ("e-official-1", typeof(RunEvents.JobMadeOfficial)),
        ("e-attempt-failed-1", typeof(RunEvents.AttemptFailed)),
        ("e-not-visible-1", typeof(RunEvents.FileNotVisible)),
        ("e-withdrawn-1", typeof(RunEvents.ResultWithdrawn)),
        ("e-retried-1", typeof(RunEvents.JobRetried)),
        ("e-paused-1", typeof(RunEvents.Paused)),
        ("e-resumed-1", typeof(RunEvents.Resumed)),
        ("e-resources-1", typeof(RunEvents.ResourcesChanged)),
        ("e-prioritized-1", typeof(RunEvents.Prioritized)),
        ("e-limited-1", typeof(RunEvents.Limited)),
        ("e-moved-1", typeof(RunEvents.Moved)),
        ("e-completed-1", typeof(RunEvents.Completed)),
        ("e-failed-1", typeof(RunEvents.Failed)),
        ("e-cancelled-1", typeof(RunEvents.Cancelled)),
        ("i-took-over-1", typeof(IndexEvents.TookOver)),
        ("i-indexed-1", typeof(IndexEvents.RunIndexed)),
        ("i-closed-1", typeof(IndexEvents.RunClosed)),
        ("i-reopened-1", typeof(IndexEvents.RunReopened)),
        ("i-deleting-1", typeof(IndexEvents.RunDeleting)),
        ("i-deleted-1", typeof(IndexEvents.RunDeleted)),
        ("i-message-1", typeof(IndexEvents.MessageSet)),
        ("i-drained-1", typeof(IndexEvents.NodeDrained)),
        ("i-excluded-1", typeof(IndexEvents.NodeExcluded)),
        ("i-enabled-1", typeof(IndexEvents.NodeEnabled)),
        ("s-run-1", typeof(RunSnapshot)),
        ("s-index-1", typeof(IndexSnapshot)),
        // Of earlier versions: read, and not written any more.
        ("e-requested-1", typeof(RunEvents.JobsRequestedWithFiles)),
    ];

    private static readonly FrozenDictionary<string, Type> ByManifest = Table.ToFrozenDictionary(row => row.Manifest, row => row.Type);
    private static readonly FrozenDictionary<Type, string> ByType = Table.ToFrozenDictionary(row => row.Type, row => row.Manifest);

    public static IEnumerable<Type> Types => ByType.Keys;

    public static (string Manifest, JsonTypeInfo Json) Of(Type type) => ByType.TryGetValue(type, out var manifest)
        ? (manifest, JsonOf(type))
        : throw new System.Runtime.Serialization.SerializationException(
            $"{type.FullName} has no manifest and cannot leave its process; add it to WireManifests.");

    /// <returns>Null: it is not known to this version.</returns>
    public static JsonTypeInfo? Of(string manifest) => ByManifest.TryGetValue(manifest, out var type) ? JsonOf(type) : null;

    /// <summary>Made when it is first asked for: all of them together cost a starting process a fifth of a second of processor time.</summary>
    private static JsonTypeInfo JsonOf(Type type) => WireJson.Default.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{type.FullName} has a manifest and no JSON; add it to WireJson.");

    /// <summary>Whether it names what rests in journals (events of runs, of the index and of the journal's own, snapshots), and not a message.</summary>
    public static bool IsOfJournal(string manifest) => manifest is [not '-', '-', ..];
}

/// <summary>JSON of every record on the wire and in the journal, generated at build time: no reflection, no type names in the bytes.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeProtocol.NodeReport))]
[JsonSerializable(typeof(NodeProtocol.GrantJob))]
[JsonSerializable(typeof(NodeProtocol.CancelAttempt))]
[JsonSerializable(typeof(NodeProtocol.JobProgressed))]
[JsonSerializable(typeof(NodeProtocol.JobWarned))]
[JsonSerializable(typeof(NodeProtocol.JobCompleted))]
[JsonSerializable(typeof(NodeProtocol.JobFailed))]
[JsonSerializable(typeof(NodeProtocol.FileNotVisible))]
[JsonSerializable(typeof(NodeProtocol.ResultRecorded))]
[JsonSerializable(typeof(RunProtocol.SubmitRun))]
[JsonSerializable(typeof(RunProtocol.RunAccepted))]
[JsonSerializable(typeof(RunProtocol.Refused))]
[JsonSerializable(typeof(RunProtocol.CancelRun))]
[JsonSerializable(typeof(RunProtocol.Cancelled), TypeInfoPropertyName = "RunProtocolCancelled")]
[JsonSerializable(typeof(RunProtocol.PauseRun))]
[JsonSerializable(typeof(RunProtocol.ResumeRun))]
[JsonSerializable(typeof(RunProtocol.RetryFold))]
[JsonSerializable(typeof(RunProtocol.RunChanged))]
[JsonSerializable(typeof(RunProtocol.DeleteRun))]
[JsonSerializable(typeof(RunProtocol.Deletion))]
[JsonSerializable(typeof(RunProtocol.Rehearse))]
[JsonSerializable(typeof(RunProtocol.ListResults))]
[JsonSerializable(typeof(RunProtocol.Results))]
[JsonSerializable(typeof(RunProtocol.SetMessage))]
[JsonSerializable(typeof(RunProtocol.AskMessage))]
[JsonSerializable(typeof(RunProtocol.ClusterMessage))]
[JsonSerializable(typeof(RunProtocol.VerifyRun))]
[JsonSerializable(typeof(RunVerification))]
[JsonSerializable(typeof(RunProtocol.ListRuns))]
[JsonSerializable(typeof(RunProtocol.RunList))]
[JsonSerializable(typeof(RunProtocol.FindRun))]
[JsonSerializable(typeof(RunsFound))]
[JsonSerializable(typeof(RunProtocol.DescribeRun))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(QueueProtocol.ListQueue))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(QueueProtocol.MoveRun))]
[JsonSerializable(typeof(QueueProtocol.PrioritizeRun))]
[JsonSerializable(typeof(QueueProtocol.LimitRun))]
[JsonSerializable(typeof(NodeOrders.DrainNode))]
[JsonSerializable(typeof(NodeOrders.ExcludeNode))]
[JsonSerializable(typeof(NodeOrders.EnableNode))]
[JsonSerializable(typeof(NodeOrders.NodeChanged))]
[JsonSerializable(typeof(RunProtocol.ListNodes))]
[JsonSerializable(typeof(RunProtocol.NodeList))]
[JsonSerializable(typeof(NodeFileProtocol.ReadFiles))]
[JsonSerializable(typeof(NodeFileProtocol.FileParts))]
[JsonSerializable(typeof(NodeFileProtocol.CheckNode))]
[JsonSerializable(typeof(NodeFileProtocol.NodeCheck))]
[JsonSerializable(typeof(NodeFileProtocol.CompareProbes))]
[JsonSerializable(typeof(NodeFileProtocol.ProbesSeen))]
[JsonSerializable(typeof(NodeFileProtocol.RemoveProbe))]
[JsonSerializable(typeof(NodeFileProtocol.AskMembers))]
[JsonSerializable(typeof(NodeFileProtocol.MembersSeen))]
[JsonSerializable(typeof(BootstrapProtocol.AskForCluster))]
[JsonSerializable(typeof(BootstrapProtocol.ClusterAnswer))]
[JsonSerializable(typeof(LeadershipProtocol.AskLeadership))]
[JsonSerializable(typeof(LeadershipProtocol.Leadership))]
[JsonSerializable(typeof(RunProtocol.CheckJournal))]
[JsonSerializable(typeof(RunProtocol.JournalCheck))]
[JsonSerializable(typeof(JournalEvents.Probed))]
[JsonSerializable(typeof(RunEvents.Submitted))]
[JsonSerializable(typeof(RunEvents.TookOver))]
[JsonSerializable(typeof(RunEvents.Extended))]
[JsonSerializable(typeof(RunEvents.JobsRequested))]
[JsonSerializable(typeof(RunEvents.JobsRequestedWithFiles))]
[JsonSerializable(typeof(RunEvents.JobGranted))]
[JsonSerializable(typeof(RunEvents.JobMadeOfficial))]
[JsonSerializable(typeof(RunEvents.AttemptFailed))]
[JsonSerializable(typeof(RunEvents.FileNotVisible), TypeInfoPropertyName = "RunEventsFileNotVisible")]
[JsonSerializable(typeof(RunEvents.ResultWithdrawn))]
[JsonSerializable(typeof(RunEvents.JobRetried))]
[JsonSerializable(typeof(RunEvents.Paused))]
[JsonSerializable(typeof(RunEvents.Resumed))]
[JsonSerializable(typeof(RunEvents.ResourcesChanged))]
[JsonSerializable(typeof(RunEvents.Prioritized))]
[JsonSerializable(typeof(RunEvents.Limited))]
[JsonSerializable(typeof(RunEvents.Moved))]
[JsonSerializable(typeof(RunEvents.Completed))]
[JsonSerializable(typeof(RunEvents.Failed))]
[JsonSerializable(typeof(RunEvents.Cancelled), TypeInfoPropertyName = "RunEventsCancelled")]
[JsonSerializable(typeof(IndexEvents.RunIndexed))]
[JsonSerializable(typeof(IndexEvents.RunClosed))]
[JsonSerializable(typeof(IndexEvents.RunReopened))]
[JsonSerializable(typeof(IndexEvents.RunDeleting))]
[JsonSerializable(typeof(IndexEvents.RunDeleted))]
[JsonSerializable(typeof(IndexEvents.MessageSet))]
[JsonSerializable(typeof(IndexEvents.NodeDrained))]
[JsonSerializable(typeof(IndexEvents.NodeExcluded))]
[JsonSerializable(typeof(IndexEvents.NodeEnabled))]
[JsonSerializable(typeof(IndexEvents.TookOver), TypeInfoPropertyName = "IndexTookOver")]
[JsonSerializable(typeof(RunSnapshot))]
[JsonSerializable(typeof(IndexSnapshot))]
internal sealed partial class WireJson : JsonSerializerContext;
