using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AxSpa.Shared.Keys;

/// <summary>Makes the certificates of a cluster: a root of its own, and what that root signs. Keys are ECDSA on P-256, signatures SHA-256.</summary>
internal static class CertificateAuthority
{
    public const string Organization = "AxSpa.Cluster";

    public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    public static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Ten years: a root is replaced because it is not trusted any more, not because of its age.</summary>
    private const int RootYears = 10;

    /// <summary>Clocks of the machines of a cluster may be behind the one that makes certificates.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);

    /// <summary>A new root with its private key.</summary>
    public static X509Certificate2 Found(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A name of its own for each root: where two are trusted during a change, nobody mistakes one for the other.
        var request = new CertificateRequest($"O={Organization}, CN={Organization} root {now.UtcDateTime:yyyy-MM-dd} "
            + $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClocksDiffer, now.AddYears(RootYears));
    }

    /// <param name="root">With its private key.</param>
    /// <param name="hosts">DNS names, <c>*.name</c> for one level of names, or IP addresses.</param>
    /// <returns>With its private key.</returns>
    public static X509Certificate2 Issue(X509Certificate2 root, CertificateRole role, IReadOnlyCollection<string> hosts, DateTimeOffset now, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"O={Organization}, OU={role}, CN=axspa {role}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension(role.IsMember ? [ServerAuthentication, ClientAuthentication] : [ClientAuthentication], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (hosts.Count > 0)
            request.CertificateExtensions.Add(Names(hosts));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // a serial number is positive
        var begin = now - ClocksDiffer;
        using var signed = request.Create(root, begin > root.NotBefore ? begin : root.NotBefore, now.AddDays(days), serial);
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Extension Names(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }
        return names.Build();
    }
}
