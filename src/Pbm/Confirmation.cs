using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>
/// What is sent when a person agrees to something that cannot be undone. A host may say which run is meant, and nothing else: these words name files
/// of this machine and what is done in the cluster, and a person has typed them.
/// </summary>
internal static partial class Confirmation
{
    private const string RunPalette = "run", Last = "last";

    /// <returns>The typed words with <c>--yes</c>, and with the run's id where it was not typed in full. Null: the host asks for something else.</returns>
    public static ImmutableArray<string>? Of(ImmutableArray<string> typed, PbmQuestion question)
    {
        if (typed.Contains(SwitchDescription.Yes) || question.Again.Length != typed.Length + 1)
            return null;
        var confirmed = typed.Add(SwitchDescription.Yes);
        var at = RunAt(typed);
        if (at >= 0 && IsMeantBy(typed[at], question.Again[at]))
            confirmed = confirmed.SetItem(at, question.Again[at]);
        return confirmed.SequenceEqual(question.Again, StringComparer.Ordinal) ? confirmed : null;
    }

    /// <returns>Where the run stands; negative: no command of runs was typed, or one without a run.</returns>
    private static int RunAt(ImmutableArray<string> typed)
    {
        var at = typed is [RunPalette, _, ..] ? typed.Skip(2).TakeWhile(word => word.StartsWith('-')).Count() + 2 : typed.Length;
        return at < typed.Length ? at : -1;
    }

    private static bool IsMeantBy(string typed, string run) => Id().IsMatch(run) && (typed == Last || run.StartsWith(typed, StringComparison.Ordinal));

    /// <summary>As a coordinator makes it.</summary>
    [GeneratedRegex(@"^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}\z")]
    private static partial Regex Id();
}
