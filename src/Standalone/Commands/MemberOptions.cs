using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AxSpa.Hosting;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;

namespace AxSpa.Standalone.Commands;

/// <summary>How a process takes part in the cluster: the options that every role has.</summary>
/// <param name="role">Of <see cref="Roles"/>.</param>
internal sealed class MemberOptions(string role, CertificateRole certificate, int usualPort)
{
    private const string DefaultSeed = "127.0.0.1:4053";

    private readonly Option<string> _host = new("--host")
    {
        Description = "The address that the other nodes know this one by.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "HOST",
    };

    private readonly Option<string?> _bind = new("--bind")
    {
        Description = "The address to listen on, where that is not the one that --host leads to, as in a container: 0.0.0.0 for all of them.",
        HelpName = "ADDRESS",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port of the cluster's own traffic; 0 takes a free one.",
        DefaultValueFactory = _ => usualPort,
        HelpName = "PORT",
    };

    private readonly Option<string?> _seeds = new("--seeds")
    {
        Description = "host:port of every seed, separated by commas: the same ones on every node, in any order. A seed without it is its own list.",
        HelpName = "SEEDS",
    };

    private readonly Option<int?> _seedQuorum = new("--seed-quorum")
    {
        Description =
            "How many of the listed seeds must be up for a cluster to begin and to work, where that is not a majority of them. With fewer there can "
            + "be two clusters at once.",
        HelpName = "N",
    };

    private readonly Option<string?> _keys = new("--tls")
    {
        Description =
            "The folder with ca.crt and this role's certificate and key ('axspa certs create'): every connection is TLS, and both sides show who they are. "
            + $"Without it, {MemberKeys.EnvironmentVariable} may name it; without either, a member stays on loopback.",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_host, _bind, _port, _seeds, _seedQuorum, _keys])
            command.Options.Add(option);
    }

    public ClusterNodeOptions Read(ParseResult parsed)
    {
        var (host, bind, port) = (parsed.GetRequiredValue(_host), parsed.GetValue(_bind), parsed.GetRequiredValue(_port));
        var seeds = SeedsOf(parsed.GetValue(_seeds), host, port);
        return new ClusterNodeOptions
        {
            Host = host,
            Bind = bind,
            Port = port,
            Seeds = seeds,
            QuorumSize = QuorumOf(parsed.GetValue(_seedQuorum), seeds),
            Keys = KeysCheck.Load(parsed.GetValue(_keys), host, bind ?? host, certificate),
            Roles = [role],
        };
    }

    /// <summary>One seed alone is its own list; whoever else names none looks for a seed on this machine.</summary>
    private ImmutableArray<string> SeedsOf(string? given, string host, int port)
    {
        if (given is null && role == Roles.Seed && port == 0)
            throw new RefusedInputException("--port 0: nobody would find a seed on a port that it takes by chance. Name its port, or all seeds with --seeds.");
        ImmutableArray<string> seeds = given is null
            ? [role == Roles.Seed ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : DefaultSeed]
            : [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (seeds.IsEmpty)
            throw new RefusedInputException("--seeds names no seed: expected host:port, separated by commas.");
        foreach (var seed in seeds)
            if (seed.LastIndexOf(':') is var colon
                && (colon < 1 || !ushort.TryParse(seed.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0))
                throw new RefusedInputException($"--seeds: '{seed}' is not the address of a seed; expected host:port, as in seed-1:4053.");
        return seeds.GroupBy(seed => seed, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new RefusedInputException($"--seeds names {twice.Key} twice: a majority is counted over different seeds.")
            : seeds;
    }

    private static int? QuorumOf(int? given, ImmutableArray<string> seeds) => given is null or >= 1 && !(given > seeds.Length) ? given
        : throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
            $"--seed-quorum {given}: {(seeds.Length == 1 ? "one seed is listed" : $"{seeds.Length} seeds are listed")}, so it is a number from 1 to "
            + $"{seeds.Length}. Without it, a majority is asked for."));
}
