using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline;

namespace AxSpa.Shared.Keys;

/// <summary>What one process shows to others and judges them by: its certificate with the private key, and the roots it trusts.</summary>
public sealed class MemberKeys
{
    /// <summary>Names the folder where a command line does not.</summary>
    public const string EnvironmentVariable = "AXSPA_TLS";

    private static readonly TimeSpan SayBefore = TimeSpan.FromDays(30);

    private readonly SslStreamCertificateContext _shown;

    private MemberKeys(X509Certificate2 certificate, X509Certificate2Collection intermediates, TrustedRoots roots)
    {
        (Certificate, Roots) = (certificate, roots);
        _shown = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    public TrustedRoots Roots { get; }

    public DateTimeOffset Expires => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>Reads <c>ca.crt</c>, <c>ROLE.crt</c> and <c>ROLE.key</c> of a folder and looks whether others would accept them.</summary>
    /// <param name="say">Hears what is not right, but no reason to stop.</param>
    /// <exception cref="RefusedInputException">Something is missing, does not belong together, or has expired.</exception>
    public static MemberKeys Load(string path, CertificateRole role, DateTimeOffset now, Action<string> say)
    {
        var folder = new CertificateFolder(path);
        if (!Directory.Exists(folder.Path))
            throw new RefusedInputException($"{folder.Path}: there is no such folder of certificates. 'axspa certs create --out {path}' makes one; "
                + "docs/keys.md says which files belong on which machine.");
        var (certificateFile, keyFile) = (folder.CertificateFile(role), folder.KeyFile(role));
        var keys = new MemberKeys(
            CertificateFolder.WithKey(certificateFile, keyFile), CertificateFolder.Certificates(certificateFile), TrustedRoots.Load(folder.RootFile));
        if (now > keys.Expires)
            throw new RefusedInputException($"{certificateFile} expired on {keys.Expires:yyyy-MM-dd}. Make a new one from the same root: axspa certs create "
                + $"--ca DIR --roles {role} --out NEW-DIR");
        if (keys.Roots.Objection(keys.Certificate, role.IsMember ? CertificateUse.Member : CertificateUse.Client, host: null) is { } objection)
            throw new RefusedInputException(
                $"{certificateFile} would be accepted by nobody who trusts {folder.RootFile}: {objection}. Take all files from the same place.");
        if (PrivateFile.IsOpenToOthers(keyFile))
            say($"{keyFile} can be read by every user of this machine. Please type: chmod 600 {keyFile}");
        if (keys.Expires - now < SayBefore)
            say($"{certificateFile} expires on {keys.Expires:yyyy-MM-dd}. docs/keys.md says how to renew it.");
        return keys;
    }

    /// <summary>TLS for whoever is connected to.</summary>
    /// <param name="judge">Gets what the peer shows, or null, and what it sent along; says whether to go on.</param>
    public SslServerAuthenticationOptions AsServer(bool demandsCertificate, Func<X509Certificate2?, X509Certificate2Collection?, bool> judge) => new()
    {
        ServerCertificateContext = _shown,
        ClientCertificateRequired = demandsCertificate,
        // A session that is taken up again would not be judged again.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (_, peer, chain, _) => judge(peer as X509Certificate2, chain?.ChainPolicy.ExtraStore),
    };

    /// <summary>TLS for whoever connects, with this certificate.</summary>
    public SslClientAuthenticationOptions AsClient(string host, Func<X509Certificate2?, X509Certificate2Collection?, bool> judge) => new()
    {
        TargetHost = host,
        ClientCertificateContext = _shown,
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (_, peer, chain, _) => judge(peer as X509Certificate2, chain?.ChainPolicy.ExtraStore),
    };
}
