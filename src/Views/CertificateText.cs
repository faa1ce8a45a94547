using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Shared.Keys;

namespace AxSpa.Views;

/// <summary>Certificates as plain text.</summary>
public static class CertificateText
{
    /// <summary>One row each, in the order given.</summary>
    /// <param name="withinDays">What expires in fewer days is not called ok.</param>
    public static string List(ImmutableArray<CertificateView> certificates, int withinDays) => TextTable.Render(
        ["FILE", "SUBJECT", "ROLE", "HOSTS", "EXPIRES", "DAYS LEFT", "STATUS"],
        certificates.Select(certificate => ImmutableArray.Create(
            certificate.File, certificate.Subject, certificate.Role, string.Join(',', certificate.Hosts),
            certificate.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            certificate.DaysLeft.ToString(CultureInfo.InvariantCulture), certificate.Problem ?? (certificate.DaysLeft < withinDays ? "renew it" : "ok"))));
}
