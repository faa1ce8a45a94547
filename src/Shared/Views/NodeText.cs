using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Views;

/// <summary>GPU nodes as plain text.</summary>
public static class NodeText
{
    /// <summary>One row per slot, then <c>Count: N nodes</c>.</summary>
    public static string List(ImmutableArray<NodeView> nodes)
    {
        var count = $"Count: {PlainText.Count(nodes.Length, "node")}";
        return nodes.IsEmpty
            ? count
            : TextTable.Render(["NODE", "SLOT", "DEVICE", "STATUS", "RUNNING"], nodes.SelectMany(Rows)) + "\n" + count;
    }

    private static IEnumerable<ImmutableArray<string>> Rows(NodeView node) => node.Slots.IsEmpty
        ? [[node.Node.ToString(), "", "", "no slots", ""]]
        : node.Slots.Select(slot => ImmutableArray.Create(
            node.Node.ToString(), slot.Index.ToString(CultureInfo.InvariantCulture), slot.Device, PlainText.Word(slot.Status),
            slot.Running?.ToString() ?? slot.Trouble ?? ""));
}
