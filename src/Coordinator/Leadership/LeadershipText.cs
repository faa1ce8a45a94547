using System.Globalization;
using AxSpa.Hosting.Journals;
using AxSpa.Views;

namespace AxSpa.Coordinator.Leadership;

/// <summary>What a coordinator says of itself: to its log, and to whoever asks it while it may not work.</summary>
internal static class LeadershipText
{
    /// <param name="journal">Its name.</param>
    public static string WaitingFor(LeadershipState state, string journal) =>
        state.Damage ?? state.Binding
        ?? (!state.HasQuorum ? NoQuorum(state)
            : state.Other is { } other ? HeldBy(other, journal)
            : state.Trouble is { } trouble ? $"the journal {journal} ({trouble})"
            : state.IsBindingUnknown ? $"the workspace, and the journal {journal}, to say that they belong together"
            : $"the journal {journal}");

    public static string NoQuorum(LeadershipState state)
    {
        var here = state.Quorum.Seeds.Intersect(state.Up, StringComparer.OrdinalIgnoreCase).ToList();
        var named = here.Count == 0 ? "" : $" ({string.Join(", ", here)})";
        return string.Create(CultureInfo.InvariantCulture,
            $"{state.Quorum.Required} of the {state.Quorum.Seeds.Length} listed seeds are needed, and {here.Count} can be reached{named}: start the "
            + $"others, or mend the network");
    }

    /// <summary>The answer to a question that only a coordinator at work can answer.</summary>
    public static string Refusal(string self, string waitingFor) =>
        $"The coordinator {self} does not work yet. It waits: {waitingFor.TrimEnd('.')}. Jobs that were running go on, and nothing that was recorded is lost.";

    public static string Begins(string self, string journal, Tenure tenure, Tenure? before)
    {
        var after = before is null ? "" : $"; before it {before.Name}, which {(before.EndedAt is null ? "did not end in order" : "ended in order")}";
        return string.Create(CultureInfo.InvariantCulture,
            $"this coordinator, {self}, works now: since {PlainText.Moment(tenure.Since)}, generation {tenure.Generation}, on the journal {journal}{after}.");
    }

    public static string StandsDown(string self, string why) =>
        $"this coordinator, {self}, stands down: {why.TrimEnd('.')}. It goes on by itself when it can.";

    private static string HeldBy(Tenure other, string journal)
    {
        var until = other.ExpiresAt is { } end
            ? string.Create(CultureInfo.InvariantCulture, $", until {end.UtcDateTime:HH:mm:ss}Z unless it renews its lease")
            : "";
        return $"the coordinator {other.Name} holds the journal {journal} {ClusterText.SinceWhen(other.Since, other.Generation)}{until}; "
            + "if it is of another cluster, give one of the two a journal and a workspace of its own";
    }
}
