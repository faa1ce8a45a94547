using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Hosting.Membership;

namespace AxSpa.Hosting;

/// <summary>What Akka says in a log, as one line for people: no stack trace, no thread, and in the words of the pages in docs/ where it has its own.</summary>
/// <remarks>The patterns are those of Akka 1.5.73. A text that none of them fits stays as it is, in one line.</remarks>
public static partial class AkkaWords
{
    private const int Longest = 400;
    private const string TriedAgain = "It is tried again.";

    /// <returns>Null: it says again what another line says.</returns>
    public static string? Plain(string said)
    {
        var text = Whitespace().Replace(Prefix().Replace(said, ""), " ").Trim();
        if (IsEcho().IsMatch(text))
            return null;
        var words =
            Unreachable()
                .Match(text) is { Success: true } gated ? $"{gated.Groups["who"].Value} cannot be connected to: {Why(gated.Groups["why"].Value)}. {TriedAgain}"
            : Ended()
                .Match(text) is { Success: true } ended ? $"The connection with {ended.Groups["who"].Value} has ended. It is opened again when it is needed."
            : Quarantined()
                .Match(text) is { Success: true } gone ? $"{gone.Groups["who"].Value} is out of the cluster. A process that is started there again joins anew."
            : Marked().Match(text) is { Success: true } marked ? Silent(marked.Groups["members"].Value)
            : Resolved()
                .Match(text) is { Success: true } resolved ? $"The cluster puts out {resolved.Groups["members"].Value} (split brain resolver: "
                    + $"{resolved.Groups["decision"].Value})."
            : TooLong().Match(text) is { Success: true } tooLong && BeginsTls(tooLong.Groups["bytes"].Value)
                ? $"A connection from {tooLong.Groups["who"].Value} was closed: it speaks TLS, this process plain TCP. Give both their keys with --tls DIR, "
                + $"or neither (docs/keys.md). {TriedAgain}"
            : text.StartsWith("Received gossip where this member has been downed",
                StringComparison.Ordinal) ? "The cluster has put this process out: it was not heard of for too long, or was ordered out. The process ends, "
                    + "and can be started again."
            : Trace().Replace(text, "");
        return words.Length > Longest ? words[..Longest] + " …" : words;
    }

    /// <summary>Whether a plain line tells of one of many attempts, and not of something that happened once.</summary>
    public static bool IsAttempt(string line) =>
        line.EndsWith(TriedAgain, StringComparison.Ordinal) || line.StartsWith(BootstrapState.NoCluster, StringComparison.Ordinal);

    /// <summary>The first bytes of TLS, 16 03, read as the length of a frame, which Akka counts with its own four bytes.</summary>
    private static bool BeginsTls(string bytes) => long.TryParse(bytes, CultureInfo.InvariantCulture, out var length) && (length - 4 & 0xFFFF) == 0x0316;

    /// <summary>The innermost reason: what stands before it is wrapping.</summary>
    private static string Why(string reason)
    {
        var inner = Cause().Match(reason) is { Success: true } cause ? cause.Groups["why"].Value : reason;
        return Trace().Replace(Address().Replace(inner, ""), "").Trim(' ', '.', '[', ']');
    }

    private static string Silent(string members) => string.Join(" and ",
        Member().Matches(members).Select(member => $"{member.Groups["who"].Value} ({member.Groups["roles"].Value})"))
        + " cannot be reached; the cluster puts out who stays so.";

    /// <summary>[WARNING][time][thread][path of the actor]</summary>
    [GeneratedRegex(@"^(\[[^\]]*\])+\s*")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    /// <summary>Everything from the first frame of a stack trace, or the first wrapped exception.</summary>
    [GeneratedRegex(@"\s*( ---> | at [\w.`<>]+(\[[^\]]*\])?\().*$")]
    private static partial Regex Trace();

    [GeneratedRegex(@"^(AssociationError \[|Disassociated Cause: )")]
    private static partial Regex IsEcho();

    [GeneratedRegex(@"^Tried to associate with unreachable remote address \[(?<who>[^\]]+)\].*? Reason: (?<why>.*)$")]
    private static partial Regex Unreachable();

    [GeneratedRegex(@"Caused by: \[[\w.]+: (\S+ cannot be connected to: )?(?<why>.*)$")]
    private static partial Regex Cause();

    [GeneratedRegex(@" \w+(\.\w+)*://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^Association with remote system (?<who>\S+) has failed; address is now gated")]
    private static partial Regex Ended();

    [GeneratedRegex(@"^Association to \[(?<who>[^\]]+)\] having UID \[[^\]]*\] is irrecoverably failed")]
    private static partial Regex Quarantined();

    [GeneratedRegex(@"^Error caught channel \[.*->\[?(::ffff:)?(?<who>[^\]]+)\]?:\d+\]\(Id=\w+\) Cause: \S*TooLongFrameException: Adjusted frame length exceeds \d+: (?<bytes>\d+)")]
    private static partial Regex TooLong();

    [GeneratedRegex(@"^Cluster Node \[[^\]]*\] - Marking node\(s\) as UNREACHABLE \[(?<members>.*)\]")]
    private static partial Regex Marked();

    [GeneratedRegex(@"Member\(address = (?<who>\S+), Uid=\S+ status = \w+, role=\[(?<roles>[^\]]*)\]")]
    private static partial Regex Member();

    [GeneratedRegex(@"^SBR took decision (Akka\.Cluster\.SBR\.)?(?<decision>\w+) and is downing \[(?<members>[^\]]*)\]")]
    private static partial Regex Resolved();
}
