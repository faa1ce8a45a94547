using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline;

namespace AxSpa.Shared.Keys;

/// <summary>What a person wants to know of a certificate.</summary>
/// <param name="File">Without its folder.</param>
/// <param name="Role">ca, a role of <see cref="CertificateRole"/>, or empty: made by somebody else without one.</param>
/// <param name="DaysLeft">Whole days; negative once it has expired.</param>
/// <param name="Problem">For people: why it cannot be used; null: it can.</param>
public sealed record CertificateView(
    string File, string Subject, string Role, ImmutableArray<string> Hosts, DateTimeOffset NotBefore, DateTimeOffset NotAfter, int DaysLeft, string? Problem)
{
    /// <summary>Every certificate of a folder, roots first, judged by the roots that lie there.</summary>
    /// <exception cref="RefusedInputException">There is none, or a file is no certificate.</exception>
    public static ImmutableArray<CertificateView> OfFolder(string path, DateTimeOffset now)
    {
        var folder = new CertificateFolder(path);
        var files = folder.CertificateFiles.ToList();
        if (files.Count == 0)
            throw new RefusedInputException($"{folder.Path}: there is no certificate (*.crt) here. 'axspa certs create --out {path}' makes some.");
        var roots = System.IO.File.Exists(folder.RootFile) ? TrustedRoots.Load(folder.RootFile) : null;
        return [.. files.SelectMany(file => CertificateFolder.Certificates(file).Select(certificate => Of(file, certificate, roots, now)))];
    }

    public static ImmutableArray<CertificateView> OfFile(string file, DateTimeOffset now) =>
        [.. CertificateFolder.Certificates(file).Select(certificate => Of(file, certificate, null, now))];

    /// <summary>DNS names, then addresses.</summary>
    internal static ImmutableArray<string> HostsIn(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
    }

    private static CertificateView Of(string file, X509Certificate2 certificate, TrustedRoots? roots, DateTimeOffset now)
    {
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        var begin = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        return new CertificateView(
            Path.GetFileName(file), certificate.Subject, RoleOf(certificate), HostsIn(certificate), begin, end, (int)Math.Floor((end - now).TotalDays),
            now > end ? "expired" : now < begin ? "not valid yet" : roots is null || roots.HasSigned(certificate) ? null : "not signed by ca.crt");
    }

    private static string RoleOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority))
            return "ca";
        var unit = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnit);
        return CertificateRole.All.FirstOrDefault(role => role.Name == unit?.GetSingleElementValue())?.Name ?? "";
    }

    private const string OrganizationalUnit = "2.5.4.11";
}
