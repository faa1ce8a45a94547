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
    private static readonly (string Manifest, JsonTypeInfo Json)[] Table =
    [
        ("node-report-1", WireJson.Default.NodeReport),
        ("grant-2", WireJson.Default.GrantJob),
        ("cancel-attempt-1", WireJson.Default.CancelAttempt),
        ("progress-1", WireJson.Default.JobProgressed),
        ("warned-1", WireJson.Default.JobWarned),
        ("completed-1", WireJson.Default.JobCompleted),
        ("failed-1", WireJson.Default.JobFailed),
        ("not-visible-1", WireJson.Default.FileNotVisible),
        ("recorded-1", WireJson.Default.ResultRecorded),
        ("submit-1", WireJson.Default.SubmitRun),
        ("accepted-1", WireJson.Default.RunAccepted),
        ("refused-1", WireJson.Default.Refused),
        ("cancel-run-1", WireJson.Default.CancelRun),
        ("cancelled-1", WireJson.Default.RunProtocolCancelled),
        ("pause-run-1", WireJson.Default.PauseRun),
        ("resume-run-1", WireJson.Default.ResumeRun),
        ("retry-fold-1", WireJson.Default.RetryFold),
        ("run-changed-1", WireJson.Default.RunChanged),
        ("delete-run-1", WireJson.Default.DeleteRun),
        ("deletion-1", WireJson.Default.Deletion),
        ("rehearse-1", WireJson.Default.Rehearse),
        ("list-results-1", WireJson.Default.ListResults),
        ("results-1", WireJson.Default.Results),
        ("set-message-1", WireJson.Default.SetMessage),
        ("ask-message-1", WireJson.Default.AskMessage),
        ("cluster-message-1", WireJson.Default.ClusterMessage),
        ("verify-run-1", WireJson.Default.VerifyRun),
        ("run-verification-1", WireJson.Default.RunVerification),
        ("list-runs-2", WireJson.Default.ListRuns),
        ("run-list-2", WireJson.Default.RunList),
        ("find-run-1", WireJson.Default.FindRun),
        ("runs-found-1", WireJson.Default.RunsFound),
        ("describe-2", WireJson.Default.DescribeRun),
        ("run-view-2", WireJson.Default.RunView),
        ("list-queue-1", WireJson.Default.ListQueue),
        ("queue-view-1", WireJson.Default.QueueView),
        ("move-run-1", WireJson.Default.MoveRun),
        ("prioritize-run-1", WireJson.Default.PrioritizeRun),
        ("limit-run-1", WireJson.Default.LimitRun),
        ("drain-node-1", WireJson.Default.DrainNode),
        ("exclude-node-1", WireJson.Default.ExcludeNode),
        ("enable-node-1", WireJson.Default.EnableNode),
        ("node-changed-1", WireJson.Default.NodeChanged),
        ("list-nodes-1", WireJson.Default.ListNodes),
        ("node-list-1", WireJson.Default.NodeList),
        ("read-files-1", WireJson.Default.ReadFiles),
        ("file-parts-1", WireJson.Default.FileParts),
        ("check-node-1", WireJson.Default.CheckNode),
        ("node-check-1", WireJson.Default.NodeCheck),
        ("compare-probes-1", WireJson.Default.CompareProbes),
        ("probes-seen-1", WireJson.Default.ProbesSeen),
        ("remove-probe-1", WireJson.Default.RemoveProbe),
        ("ask-members-1", WireJson.Default.AskMembers),
        ("members-seen-1", WireJson.Default.MembersSeen),
        ("ask-for-cluster-1", WireJson.Default.AskForCluster),
        ("cluster-answer-1", WireJson.Default.ClusterAnswer),
        ("ask-leadership-1", WireJson.Default.AskLeadership),
        ("leadership-1", WireJson.Default.Leadership),
        ("check-journal-1", WireJson.Default.CheckJournal),
        ("journal-check-1", WireJson.Default.JournalCheck),
        ("j-probed-1", WireJson.Default.Probed),
        ("e-submitted-1", WireJson.Default.Submitted),
        ("e-took-over-1", WireJson.Default.TookOver),
        ("e-extended-1", WireJson.Default.Extended),
        ("e-requested-2", WireJson.Default.JobsRequested),
        ("e-granted-1", WireJson.Default.JobGranted),
        ("e-official-1", WireJson.Default.JobMadeOfficial),
        ("e-attempt-failed-1", WireJson.Default.AttemptFailed),
        ("e-not-visible-1", WireJson.Default.RunEventsFileNotVisible),
        ("e-withdrawn-1", WireJson.Default.ResultWithdrawn),
        ("e-retried-1", WireJson.Default.JobRetried),
        ("e-paused-1", WireJson.Default.Paused),
        ("e-resumed-1", WireJson.Default.Resumed),
        ("e-resources-1", WireJson.Default.ResourcesChanged),
        ("e-prioritized-1", WireJson.Default.Prioritized),
        ("e-limited-1", WireJson.Default.Limited),
        ("e-moved-1", WireJson.Default.Moved),
        ("e-completed-1", WireJson.Default.Completed),
        ("e-failed-1", WireJson.Default.Failed),
        ("e-cancelled-1", WireJson.Default.RunEventsCancelled),
        ("i-took-over-1", WireJson.Default.IndexTookOver),
        ("i-indexed-1", WireJson.Default.RunIndexed),
        ("i-closed-1", WireJson.Default.RunClosed),
        ("i-reopened-1", WireJson.Default.RunReopened),
        ("i-deleting-1", WireJson.Default.RunDeleting),
        ("i-deleted-1", WireJson.Default.RunDeleted),
        ("i-message-1", WireJson.Default.MessageSet),
        ("i-drained-1", WireJson.Default.NodeDrained),
        ("i-excluded-1", WireJson.Default.NodeExcluded),
        ("i-enabled-1", WireJson.Default.NodeEnabled),
        ("s-run-1", WireJson.Default.RunSnapshot),
        ("s-index-1", WireJson.Default.IndexSnapshot),
        // Of earlier versions: read, and not written any more.
        ("e-requested-1", WireJson.Default.JobsRequestedWithFiles),
    ];

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByManifest = Table.ToFrozenDictionary(row => row.Manifest, row => row.Json);
    private static readonly FrozenDictionary<Type, (string Manifest, JsonTypeInfo Json)> ByType = Table.ToFrozenDictionary(row => row.Json.Type);

    public static IEnumerable<Type> Types => ByType.Keys;

    public static (string Manifest, JsonTypeInfo Json) Of(Type type) => ByType.TryGetValue(type, out var row)
        ? row
        : throw new System.Runtime.Serialization.SerializationException(
            $"{type.FullName} has no manifest and cannot leave its process; add it to WireManifests.");

    /// <returns>Null: it is not known to this version.</returns>
    public static JsonTypeInfo? Of(string manifest) => ByManifest.GetValueOrDefault(manifest);

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
