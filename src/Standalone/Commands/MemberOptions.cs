using System.CommandLine;
using AxSpa.Shared.Hosting;
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

    private readonly Option<string> _seeds = new("--seeds")
    {
        Description = "host:port of every seed, separated by commas, in the same order on every node.",
        DefaultValueFactory = _ => DefaultSeed,
        HelpName = "SEEDS",
    };

    private readonly Option<string?> _keys = new("--tls")
    {
        Description = $"The folder with ca.crt and this role's certificate and key ('axspa certs create'): every connection is TLS, and both sides show who they are. Without it, {MemberKeys.EnvironmentVariable} may name it; without either, a member stays on loopback.",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_host, _bind, _port, _seeds, _keys])
            command.Options.Add(option);
    }

    public ClusterNodeOptions Read(ParseResult parsed)
    {
        var (host, bind) = (parsed.GetRequiredValue(_host), parsed.GetValue(_bind));
        return new ClusterNodeOptions
        {
            Host = host,
            Bind = bind,
            Port = parsed.GetRequiredValue(_port),
            Seeds = [.. parsed.GetRequiredValue(_seeds).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Keys = KeysCheck.Load(parsed.GetValue(_keys), host, bind ?? host, certificate),
            Roles = [role],
        };
    }
}
