using System.Collections.Frozen;
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
        : throw new System.Runtime.Serialization.SerializationException($"{type.FullName} has no manifest and cannot leave its process; add it to WireManifests.");

    /// <returns>Null: it is not known to this version.</returns>
    public static JsonTypeInfo? Of(string manifest) => ByManifest.GetValueOrDefault(manifest);

    /// <summary>Whether it names what rests in journals (events of runs, of the index and of the journal's own, snapshots), and not a message.</summary>
    public static bool IsOfJournal(string manifest) => manifest is [not '-', '-', ..];
}
