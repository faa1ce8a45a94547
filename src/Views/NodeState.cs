using System.Globalization;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>What a node is there for at the moment, in a word or two.</summary>
public static class NodeState
{
    /// <returns>ready, silent, draining, drained, excluded or absent, and what else was ordered.</returns>
    public static string Of(NodeView node)
    {
        var term = node.Term;
        var isAbsent = node.Slots.IsEmpty && node.HeardAt is null;
        var word = term?.Drain is not null ? HasWork(node) ? "draining" : "drained"
            : term?.ForAll is not null ? "excluded"
            : isAbsent ? "absent" : node.IsSilent ? "silent" : "ready";
        var away = isAbsent && word != "absent" ? ", absent" : node.IsSilent && word != "silent" ? ", silent" : "";
        var runs = term?.Exclusions.Count(exclusion => exclusion.Run is not null) ?? 0;
        return word + away + (runs > 0 ? string.Create(CultureInfo.InvariantCulture, $", not for {PlainText.Count(runs, "run")}") : "");
    }

    private static bool HasWork(NodeView node) => node.Granted is { IsEmpty: false } || node.Slots.Any(slot => slot.Running is not null);
}
