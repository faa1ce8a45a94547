using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Shared.Keys;

/// <summary>What one process shows to others and judges them by: its certificate with the private key, and the roots it trusts.</summary>
public sealed class MemberKeys
{
    /// <summary>Names the folder where a command line does not.</summary>
    public const string EnvironmentVariable = "AXSPA_TLS";

    private static readonly TimeSpan SayBefore = TimeSpan.FromDays(30);

    private readonly X509Certificate2Collection _roots;

    private MemberKeys(X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2Collection roots)
    {
        (Certificate, _roots) = (certificate, roots);
        Context = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    public DateTimeOffset Expires => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>What TLS sends of it: the certificate, and any between it and the root.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>Reads <c>ca.crt</c>, <c>ROLE.crt</c> and <c>ROLE.key</c> of a folder and looks whether others would accept them.</summary>
    /// <param name="say">Hears what is not right, but no reason to stop.</param>
    /// <exception cref="RefusedInputException">Something is missing, does not belong together, or has expired.</exception>
    public static MemberKeys Load(string path, CertificateRole role, DateTimeOffset now, Action<string> say)
    {
        var folder = new CertificateFolder(path);
        if (!Directory.Exists(folder.Path))
            throw new RefusedInputException($"{folder.Path}: there is no such folder of certificates. 'axspa certs create --out {path}' makes one; docs/keys.md says which files belong on which machine.");
        var (certificateFile, keyFile) = (folder.CertificateFile(role), folder.KeyFile(role));
        var keys = new MemberKeys(
            CertificateFolder.WithKey(certificateFile, keyFile), CertificateFolder.Certificates(certificateFile), CertificateFolder.Certificates(folder.RootFile));
        if (now > keys.Expires)
            throw new RefusedInputException($"{certificateFile} expired on {keys.Expires:yyyy-MM-dd}. Make a new one from the same root: axspa certs create --ca DIR --roles {role} --out NEW-DIR");
        if (keys.Objection(keys.Certificate, role.IsMember, host: null) is { } objection)
            throw new RefusedInputException($"{certificateFile} would be accepted by nobody who trusts {folder.RootFile}: {objection}. Take all files from the same place.");
        if (PrivateFile.IsOpenToOthers(keyFile))
            say($"{keyFile} can be read by every user of this machine. Please type: chmod 600 {keyFile}");
        if (keys.Expires - now < SayBefore)
            say($"{certificateFile} expires on {keys.Expires:yyyy-MM-dd}. docs/keys.md says how to renew it.");
        return keys;
    }

    /// <summary>Judges what a peer shows.</summary>
    /// <param name="asMember">It must be good for both sides of a connection, as a client's never is.</param>
    /// <param name="host">The name it must bear; null: any.</param>
    /// <returns>Why it is not accepted, for people; null: it is.</returns>
    public string? Objection(X509Certificate2? peer, bool asMember, string? host, X509Certificate2Collection? intermediates = null)
    {
        if (peer is null)
            return "it shows no certificate";
        using var chain = new X509Chain { ChainPolicy = TrustedRoots.PolicyOf(_roots) };
        chain.ChainPolicy.ApplicationPolicy.Add(CertificateAuthority.ClientAuthentication);
        if (asMember)
            chain.ChainPolicy.ApplicationPolicy.Add(CertificateAuthority.ServerAuthentication);
        if (intermediates is not null)
            chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        if (!chain.Build(peer))
            return $"its certificate ({peer.Subject}) is not accepted: {Reason(chain)}";
        return host is null ? null : NameObjection(peer, host);
    }

    /// <summary>Whether a certificate that is accepted already bears a name.</summary>
    internal static string? NameObjection(X509Certificate2 peer, string host) =>
        Names(peer, host) ? null : $"its certificate ({peer.Subject}) names {Listed(peer)}, not {host}";

    /// <summary>A certificate names a host by an alternative name of its own; the common name does not count.</summary>
    private static bool Names(X509Certificate2 certificate, string host)
    {
        try
        {
            return certificate.MatchesHostname(host.Trim('[', ']'), allowWildcards: true, allowCommonName: false);
        }
        catch (ArgumentException)
        {
            return false; // what is no host at all
        }
    }

    private static string Listed(X509Certificate2 certificate) => CertificateView.HostsIn(certificate) is { IsEmpty: false } hosts ? string.Join(", ", hosts) : "no host";

    private static string Reason(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "it has expired or is not valid yet"
            : (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 ? "no root in ca.crt has signed it"
            : status.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? "it is not made for a member of the cluster"
            : status.ToString();
    }
}
