using System.Collections.Immutable;
using System.Net;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Shared.Keys;

/// <summary>Which certificates are wanted: for which role, naming which hosts, for how long.</summary>
/// <param name="Hosts">For every role of <paramref name="Roles"/>.</param>
public sealed record CertificateOrder(ImmutableArray<CertificateRole> Roles, ImmutableDictionary<CertificateRole, ImmutableArray<string>> Hosts, int Days)
{
    /// <summary>A year: shorter lives need somebody, or something, that renews them.</summary>
    public const int UsualDays = 365;

    private const int MostDays = 3650;

    /// <summary>Where a seed is asked from the machine or the container that it runs in.</summary>
    private static readonly ImmutableArray<string> Loopback = ["localhost", "127.0.0.1", "::1"];

    /// <param name="roles">Names of roles; empty: all.</param>
    /// <param name="hosts">Each <c>HOST,HOST</c> for every member, or <c>ROLE=HOST,HOST</c> for one role.</param>
    /// <param name="usual">The hosts where none are named: those of an earlier certificate, or this machine.</param>
    /// <exception cref="RefusedInputException">A role that there is not, something that is no host, a member without a host, or too long a life.</exception>
    public static CertificateOrder Of(
        IReadOnlyCollection<string> roles, IReadOnlyCollection<string> hosts, int days, Func<CertificateRole, ImmutableArray<string>> usual)
    {
        if (days is < 1 or > MostDays)
            throw new RefusedInputException($"--days {days}: a certificate lives from 1 to {MostDays} days.");
        var named = hosts.Select(Read).ToList();
        ImmutableArray<CertificateRole> wanted = roles.Count == 0 ? CertificateRole.All : [.. roles.Select(RoleOf).Distinct()];
        return new CertificateOrder(wanted, wanted.ToImmutableDictionary(role => role, role => HostsOf(role, named, usual)), days);
    }

    private static ImmutableArray<string> HostsOf(
        CertificateRole role, List<(CertificateRole? Role, ImmutableArray<string> Hosts)> named, Func<CertificateRole, ImmutableArray<string>> usual)
    {
        if (!role.IsMember)
            return [];
        var own = named.Where(entry => entry.Role is null || entry.Role == role).SelectMany(entry => entry.Hosts).ToImmutableArray();
        if (own.IsEmpty && named.Count == 0)
            own = usual(role);
        if (own.IsEmpty)
            throw new RefusedInputException($"No host is named for the role {role}. Add --hosts {role}=HOST,HOST with the names that its processes give as "
                + "--host, or leave the role out with --roles.");
        return role == CertificateRole.Seed ? [.. own.Union(Loopback, StringComparer.OrdinalIgnoreCase)] : [.. own.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static (CertificateRole? Role, ImmutableArray<string> Hosts) Read(string text)
    {
        var parts = text.Split('=', 2);
        var hosts = parts[^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        if (hosts.IsEmpty)
            throw new RefusedInputException($"--hosts {text}: no host is named. Write HOST,HOST or ROLE=HOST,HOST.");
        if (hosts.FirstOrDefault(host => !IsHost(host)) is { } odd)
            throw new RefusedInputException(
                $"--hosts {text}: '{odd}' is neither a DNS name, nor *.NAME, nor an IP address. A host is written without its port.");
        return (parts.Length == 2 ? RoleOf(parts[0]) : null, hosts);
    }

    private static bool IsHost(string text) =>
        IPAddress.TryParse(text, out _) || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) == UriHostNameType.Dns;

    private static CertificateRole RoleOf(string name) => CertificateRole.All.FirstOrDefault(role => role.Name == name)
        ?? throw new RefusedInputException($"There is no role '{name}'.{NearestName.Hint(name, CertificateRole.All.Select(role => role.Name))} There are: "
        + $"{string.Join(", ", CertificateRole.All)}.");
}
