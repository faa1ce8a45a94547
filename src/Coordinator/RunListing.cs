using System.Collections.Immutable;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>One page of the list of runs. Pure.</summary>
internal static class RunListing
{
    /// <param name="runs">All of them.</param>
    public static RunProtocol.RunList Page(IEnumerable<RunSummary> runs, RunProtocol.ListRuns list)
    {
        // By time and id, not by place: the page goes on where it was also when a run was deleted meanwhile.
        List<RunSummary> left = [.. runs.Where(run => (list.Status is null || run.Status == list.Status)
            && (list.Refused is null || run.Refusal is not null == list.Refused) && (list.Before is null || Order(run, list.Before) < 0))];
        left.Sort((one, other) => Order(other, one));
        var page = WireFrame.Page(left, Math.Max(0, list.Most));
        return new RunProtocol.RunList(page, left.Count - page.Length);
    }

    private static int Order(RunSummary one, RunSummary other) =>
        one.SubmittedAt.CompareTo(other.SubmittedAt) is not 0 and var byTime ? byTime : string.CompareOrdinal(one.Run.Value, other.Run.Value);
}
