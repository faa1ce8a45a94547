using System.Security.Cryptography.X509Certificates;

namespace AxSpa.Shared.Keys;

/// <summary>Trust in the roots of this cluster and in nothing else: what the operating system trusts does not count.</summary>
internal static class TrustedRoots
{
    public static X509ChainPolicy PolicyOf(X509Certificate2Collection roots)
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
}
