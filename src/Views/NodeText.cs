using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>GPU nodes as plain text.</summary>
public static class NodeText
{
    /// <summary>One row per slot, which coordinator works, then <c>Count: N nodes</c>.</summary>
    /// <param name="leadership">Null: nobody says it.</param>
    public static string List(ImmutableArray<NodeView> nodes, LeadershipProtocol.Leadership? leadership = null)
    {
        var count = $"{(leadership is null ? "" : $"{ClusterText.Coordinator(leadership)}\n")}Count: {PlainText.Count(nodes.Length, "node")}";
        return nodes.IsEmpty
            ? count
            : TextTable.Render(["NODE", "STATE", "SLOT", "DEVICE", "MEMORY", "STATUS", "RUNNING"], nodes.SelectMany(Rows)) + "\n" + count;
    }

    /// <summary>Everything there is to know of one.</summary>
    public static string Describe(NodeDescription described)
    {
        var (node, text) = (described.Node, new StringBuilder());
        Line("node", node.Node.ToString());
        Line("state", described.State);
        if (node.Term?.Drain is { } drain)
            Line("drained",
                $"{PlainText.Moment(drain.At)}{Because(drain.Reason)}"
                    + (drain.MoveAt is { } at ? $"; what still runs at {PlainText.Moment(at)} goes on elsewhere" : ""));
        foreach (var exclusion in node.Term?.Exclusions ?? [])
            Line("excluded", $"{(exclusion.Run is { } run ? $"for {run} " : "")}{PlainText.Moment(exclusion.At)}{Because(exclusion.Reason)}");
        if (node.Facts is { } facts)
        {
            Line("machine",
                string.Create(CultureInfo.InvariantCulture,
                    $"{facts.Machine}, {facts.Cores} cores{(facts.MemoryBytes is { } bytes ? $", {Gibibytes(bytes)}" : "")}, {facts.System}"));
            Line("versions", string.Join(", ", facts.Versions.Select(version => $"{version.Key} {version.Value}")));
            Line("up since", PlainText.Moment(facts.StartedAt));
        }
        if (node.HeardAt is { } heard)
            Line("last report", PlainText.Moment(heard));
        if (!node.Slots.IsEmpty)
            text.Append('\n').Append(TextTable.Render(
                ["SLOT", "DEVICE", "CARD", "MEMORY", "STATUS", "RUNNING", "PROGRESS", "SINCE", "ENDS IN"],
                node.Slots.Select(slot => Row(slot, described.Work.FirstOrDefault(work => work.Attempt == slot.Running)))));
        foreach (var granted in described.Work.Where(work => work.Slot is null))
            text.Append('\n').Append($"{granted.Attempt} was granted, and the node has not yet said that it runs");
        return text.ToString().TrimEnd('\n');

        void Line(string name, string value) => text.Append((name + ":").PadRight(13)).Append(value).Append('\n');
    }

    /// <summary>What still runs, when it should end, and what then becomes of it.</summary>
    /// <param name="grace">What runs longer is moved; null: nothing is.</param>
    public static string Work(ImmutableArray<NodeWorkView> work, TimeSpan? grace) => work.IsEmpty ? "Nothing runs there." : TextTable.Render(
        ["RUNNING", "PROGRESS", "SINCE", "ENDS IN", "THEN"],
        work.Select(item => ImmutableArray.Create(item.Attempt.ToString(), Progress(item), Since(item), EndsIn(item), Fate(item, grace))));

    /// <summary>The same in a line.</summary>
    public static string WorkInALine(ImmutableArray<NodeWorkView> work, TimeSpan? grace) => $"{PlainText.Count(work.Length, "attempt")} running there: "
        + string.Join(", ",
            work.Select(item =>
                {
                    string[] parts = [Progress(item), item.Eta is null ? "" : $"ends in {EndsIn(item)}", Fate(item, grace)];
                    return $"{item.Attempt} ({string.Join(", ", parts.Where(part => part.Length > 0))})";
                }));

    private static IEnumerable<ImmutableArray<string>> Rows(NodeView node) => node.Slots.IsEmpty
        ? [[node.Node.ToString(), NodeState.Of(node), "", "", "", "no slots", ""]]
        : node.Slots.Select(slot => ImmutableArray.Create(
            node.Node.ToString(), NodeState.Of(node), slot.Index.ToString(CultureInfo.InvariantCulture), slot.Device, Memory(slot), PlainText.Word(slot.Status),
            slot.Running?.ToString() ?? slot.Trouble ?? ""));

    private static ImmutableArray<string> Row(SlotView slot, NodeWorkView? work) =>
    [
        slot.Index.ToString(CultureInfo.InvariantCulture), slot.Device, slot.Card ?? "", Memory(slot), PlainText.Word(slot.Status),
        slot.Running?.ToString() ?? slot.Trouble ?? "", work is null ? "" : Progress(work), work is null ? "" : Since(work), work is null ? "" : EndsIn(work),
    ];

    private static string Fate(NodeWorkView work, TimeSpan? grace) => grace is not { } most ? "runs to its end"
        : most == TimeSpan.Zero ? "moved now"
        : work.Eta is { } eta ? eta <= most ? "ends in time" : "moved then"
        : "moved unless it ends before";

    private static string Progress(NodeWorkView work) => work.Stage is not { } stage ? ""
        : work.Of > 0 ? string.Create(CultureInfo.InvariantCulture, $"{stage} {work.Step}/{work.Of}") : stage;

    private static string Since(NodeWorkView work) => work.Since is { } since ? PlainText.Moment(since) : "";

    private static string EndsIn(NodeWorkView work) => work.Eta is { } eta ? $"about {PlainText.Duration(eta)}" : "";

    private static string Memory(SlotView slot) => slot.MemoryBytes is { } bytes ? Gibibytes(bytes) : "";

    /// <summary>As memory is demanded: in units of 2³⁰ bytes.</summary>
    private static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GiB");

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
}
