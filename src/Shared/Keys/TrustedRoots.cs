using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline;

namespace AxSpa.Shared.Keys;

/// <summary>What a certificate must be good for.</summary>
public enum CertificateUse
{
    /// <summary>Being connected to.</summary>
    Server,

    /// <summary>Connecting.</summary>
    Client,

    /// <summary>Both, as members do.</summary>
    Member,
}

/// <summary>Trust in the roots of this cluster and in nothing else: what the operating system trusts does not count.</summary>
public sealed class TrustedRoots(X509Certificate2Collection roots)
{
    /// <exception cref="RefusedInputException">It is not there or holds no certificate.</exception>
    public static TrustedRoots Load(string file) => new(CertificateFolder.Certificates(file));

    /// <summary>Judges what a peer shows.</summary>
    /// <param name="host">The name it must bear; null: any.</param>
    /// <param name="intermediates">What the peer sent along.</param>
    /// <returns>Why it is not accepted, for people; null: it is.</returns>
    public string? Objection(X509Certificate2? peer, CertificateUse use, string? host, X509Certificate2Collection? intermediates = null)
    {
        if (peer is null)
            return "it shows no certificate";
        using var chain = new X509Chain { ChainPolicy = Policy() };
        foreach (var purpose in Purposes(use))
            chain.ChainPolicy.ApplicationPolicy.Add(purpose);
        if (intermediates is not null)
            chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        if (!chain.Build(peer))
            return $"its certificate ({peer.Subject}) is not accepted: {Reason(chain, use)}";
        return host is null ? null : NameObjection(peer, host);
    }

    /// <summary>Whether a certificate that is accepted already bears a name.</summary>
    internal static string? NameObjection(X509Certificate2 peer, string host) =>
        Names(peer, host) ? null : $"its certificate ({peer.Subject}) names {Listed(peer)}, not {host}";

    /// <summary>Dates are judged apart: an expired certificate was still signed by its root.</summary>
    internal bool HasSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // There are no revocation lists: who must not come in any more is kept out by a new root.
            RevocationMode = X509RevocationMode.NoCheck,
            // A certificate may name addresses to fetch others from; a stranger does not choose whom this process talks to.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static IEnumerable<Oid> Purposes(CertificateUse use) => use switch
    {
        CertificateUse.Server => [CertificateAuthority.ServerAuthentication],
        CertificateUse.Client => [CertificateAuthority.ClientAuthentication],
        CertificateUse.Member => [CertificateAuthority.ServerAuthentication, CertificateAuthority.ClientAuthentication],
    };

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

    private static string Listed(X509Certificate2 certificate) =>
        CertificateView.HostsIn(certificate) is { IsEmpty: false } hosts ? string.Join(", ", hosts) : "no host";

    private static string Reason(X509Chain chain, CertificateUse use)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "it has expired or is not valid yet"
            : (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError
                ? "no root in ca.crt has signed it"
            : status.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? $"it is not made for a {use.ToString().ToLowerInvariant()} of the cluster"
            : status.ToString();
    }
}
