using System.Collections.Immutable;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>What was typed, as far as a client understands it: where to, in which format, and words for the host.</summary>
/// <param name="Words">Palette, command and arguments; empty: a prompt is wanted.</param>
internal sealed record CommandLine(PbmAddress Address, ImmutableArray<string> Words, OutputFormat Output, bool WantsUsage)
{
    public const string ShortUsage = "Usage: pbm [HOST:PORT] PALETTE COMMAND [ARGS] [-o table|json]. 'pbm help' lists the commands.";

    /// <summary>The commands are the host's to describe, so there is no help where there is no host.</summary>
    public const string WhereCommandsAre =
        "'pbm help' asks a cluster for its commands; without one, docs/pbm.md lists them and 'pbm --help' says how to connect.";

    public PbmAccess Access { get; init; } = PbmAccess.None;

    public static readonly string Usage = $"""
        pbm, the ops command line of AxSpa.Cluster: watches and commands a cluster, or an `axspa run` on this machine.

        Usage: pbm [HOST:PORT] PALETTE COMMAND [ARGS] [-o table|json]
               pbm [HOST:PORT] help [PALETTE [COMMAND]]     what there is, as the cluster describes it
               pbm [HOST:PORT]                              a prompt

        HOST:PORT is a seed or a standalone run; {PbmAddress.Default} when left out.
        Beyond this machine a host wants a token ({PbmAccess.TokenVariable}, or --token-file FILE) and is known by the cluster's ca.crt (--ca FILE, or {PbmAccess.RootsVariable});
        where it demands a certificate too: --cert FILE.crt, with FILE.key beside it, or {PbmAccess.CertificateVariable}.
        Data goes to standard output, messages to standard error. Exit codes: {ExitCode.Done} done, {ExitCode.RunFailed} the run failed,
        {ExitCode.Refused} wrong usage or refused input, {ExitCode.CannotReachCluster} cannot reach the cluster, {ExitCode.NotAllowed} not allowed, {ExitCode.Interrupted} interrupted.
        """;

    /// <exception cref="UsageException">The output format is none, or a file of keys cannot be used.</exception>
    public static CommandLine Read(IReadOnlyList<string> args)
    {
        var (access, rest) = PbmAccess.Read(args);
        var address = rest.Count > 0 ? PbmAddress.Parse(rest[0]) : null;
        return ReadWords([.. rest.Skip(address is null ? 0 : 1)], address ?? PbmAddress.Default, OutputFormat.Table) with { Access = access };
    }

    /// <param name="output">The format where the words name none.</param>
    /// <exception cref="UsageException">The output format is none.</exception>
    public static CommandLine ReadWords(ImmutableArray<string> typed, PbmAddress address, OutputFormat output)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < typed.Length; at++)
        {
            switch (typed[at])
            {
                case "-o" or "--output":
                    output = FormatOf(at + 1 < typed.Length ? typed[++at] : "");
                    break;
                case var word when word.StartsWith("--output=", StringComparison.Ordinal) || word.StartsWith("-o=", StringComparison.Ordinal):
                    output = FormatOf(word[(word.IndexOf('=') + 1)..]);
                    break;
                case var word:
                    words.Add(word);
                    break;
            }
        }
        return new CommandLine(address, words.ToImmutable(), output, words.Count > 0 && words[0] is "--help" or "-h");
    }

    public PbmRequest ToRequest(ImmutableArray<LocalFile> files, bool receives = false) =>
        new(Words[0], Words.Length > 1 ? Words[1] : "", [.. Words.Skip(2)], Output, files, receives ? true : null, Access.Token);

    private static OutputFormat FormatOf(string word) => word switch
    {
        "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "" => throw new UsageException("-o needs a format: table or json."),
        _ => throw new UsageException($"-o {word}: the formats are table and json."),
    };
}
