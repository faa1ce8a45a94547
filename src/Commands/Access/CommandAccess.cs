using AxSpa.Pipeline;
using AxSpa.Shared.Keys;

namespace AxSpa.Commands.Access;

/// <summary>Who may command this process, and how that is shown.</summary>
public sealed record CommandAccess
{
    /// <summary>Where pbm is answered.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Speak TLS with this certificate. Null: plain TCP, on loopback only.</summary>
    public MemberKeys? Keys { get; init; }

    /// <summary>Null: whoever reaches the port may do everything, on loopback only.</summary>
    public TokenFile? Tokens { get; init; }

    /// <summary>A client must show a certificate of the cluster's root too.</summary>
    public bool DemandsCertificate { get; init; }

    /// <summary>Where commands that change something are noted.</summary>
    public required AuditLog Audit { get; init; }

    /// <exception cref="RefusedInputException">The port could be reached by somebody who would not have to show anything.</exception>
    public CommandAccess Checked()
    {
        if (Tokens is not null && Tokens.Read().IsEmpty)
            throw new RefusedInputException(
                $"{Tokens.Path} holds no token, so nobody could give a command. Make one: axspa tokens create --role admin --name NAME --file {Tokens.Path}");
        if (DemandsCertificate && Keys is null)
            throw new RefusedInputException("--pbm-certificates needs keys: name their folder with --tls DIR.");
        // With tokens the secret would otherwise cross the network; without them anybody could command the cluster.
        if (!Loopback.Is(Host) && (Keys is null || Tokens is null))
            throw new RefusedInputException(
                $"--pbm-host {Host} can be reached from other machines, so pbm must be answered there with TLS and for tokens only. {Missing} docs/keys.md "
                + "has it step by step. Or leave --pbm-host out: on loopback no keys are needed.");
        // On loopback nobody listens in, and a client there need not know any root.
        return Loopback.Is(Host) && !DemandsCertificate ? this with { Keys = null } : this;
    }

    private string Missing => string.Join(' ', ((string?[])
    [
        Keys is null ? "Make keys with 'axspa certs create' and name their folder with --tls DIR." : null,
        Tokens is null ? "Make a token with 'axspa tokens create --role admin --name NAME --file FILE' and name the file with --tokens FILE." : null,
    ]).OfType<string>());
}
