using System.CommandLine;
using AxSpa.Commands.Access;
using AxSpa.Pipeline;
using AxSpa.Seed.CommandHost;
using AxSpa.Shared.Keys;

namespace AxSpa.Standalone.Commands;

/// <summary>Where a seed answers pbm, and to whom.</summary>
internal sealed class CommandPortOptions
{
    private readonly Option<string> _port = SharedOptions.PbmPort();

    private readonly Option<string> _host = new("--pbm-host")
    {
        Description = "Where pbm is answered; beyond loopback only with --tls and --tokens. 0.0.0.0 is every address of this machine.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "HOST",
    };

    private readonly Option<string?> _tokens = new("--tokens")
    {
        Description =
            $"Who may give commands: the file that 'axspa tokens create' writes, or {TokenFile.EnvironmentVariable}. Without it whoever reaches the port on "
            + "loopback may do everything.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _certificates = new(
        "--pbm-certificates")
    { Description = "A client must also show a certificate of the cluster's root (pbm.crt)." };

    private readonly Option<string?> _audit = new("--audit")
    {
        Description =
            $"Where every command that changes something is noted: a file, {AuditLog.StandardOutput} for standard output, or {AuditLog.Off}; or "
            + $"{AuditLog.EnvironmentVariable}. Usually audit.log in the state folder of this user (~/.local/state/axspa).",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_port, _host, _tokens, _certificates, _audit])
            command.Options.Add(option);
    }

    /// <param name="keys">Of this member.</param>
    /// <returns>No port: pbm is not answered here.</returns>
    /// <exception cref="RefusedInputException">Somebody could command the cluster without showing anything, or something named cannot be used.</exception>
    public (CommandPort? Port, CommandAccess Access) Open(ParseResult parsed, MemberKeys? keys)
    {
        var (port, host) = (parsed.GetRequiredValue(_port), parsed.GetRequiredValue(_host));
        var tokens = Said(parsed.GetValue(_tokens), TokenFile.EnvironmentVariable);
        var access = new CommandAccess
        {
            Host = host,
            Keys = keys,
            Tokens = tokens is null ? null : new TokenFile(tokens),
            DemandsCertificate = parsed.GetValue(_certificates),
            Audit = port == CommandPort.Off ? AuditLog.Nowhere : Audit(Said(parsed.GetValue(_audit), AuditLog.EnvironmentVariable)),
        };
        return port == CommandPort.Off ? (null, access) : (CommandPort.Open(port, host), access.Checked());
    }

    /// <summary>A file that is named must do; the usual one may be out of reach, as in a container: then the process's own log has the lines.</summary>
    private static AuditLog Audit(string? named)
    {
        if (named is not null)
            return AuditLog.Open(named);
        var usual = Path.Combine(StateFolder(), "axspa", "audit.log");
        try
        {
            return AuditLog.Open(usual);
        }
        catch (RefusedInputException trouble)
        {
            Console.Error.WriteLine($"{trouble.Message} Until then they are noted on standard output.");
            return AuditLog.Open(AuditLog.StandardOutput);
        }
    }

    private static string StateFolder() => Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");

    private static string? Said(string? given, string variable) =>
        !string.IsNullOrWhiteSpace(given) ? given : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } said ? said : null;
}
