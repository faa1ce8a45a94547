using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AxSpa.Chaos;

/// <summary>Whether the cluster has found together again after all that was done to it: every seed is asked for what it alone sees.</summary>
internal static class OneCluster
{
    public const string Check = "every seed sees one cluster, with every member up";
    public const string DoctorCheck = "doctor finds no failure";

    /// <summary>
    /// Whoever was put out or has lost the majority ends, is started again after 1.5 s and joins; islands of before were never healed at all.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public static ImmutableArray<Finding> Wait(ClusterUnderTest cluster, CancellationToken cancelled)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var split = Split(cluster);
            var failures = split.Count == 0 ? Failures(cluster) : ["it was not asked, for want of one cluster"];
            if (split.Count + failures.Count == 0 || waited.Elapsed > Patience)
                return [Finding.Of(Check, split), Finding.Of(DoctorCheck, failures)];
            cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Each seed that does not see every member up, and only those, and what it sees.</returns>
    private static IReadOnlyList<string> Split(ClusterUnderTest cluster)
    {
        var expected = cluster.All.Select(member => member.Address).Order(StringComparer.Ordinal).ToList();
        return [.. from seed in Enumerable.Range(0, cluster.Seeds.Length)
                   let seen = SeenBy(cluster, seed)
                   where !seen.SequenceEqual(expected)
                   select $"{cluster.Seeds[seed].Name} sees {string.Join(", ", seen.Select(cluster.NameOf))}, expected all {expected.Count} up"];
    }

    private static IReadOnlyList<string> SeenBy(ClusterUnderTest cluster, int seed)
    {
        var (code, text, _) = cluster.Pbm.AskSeed(seed, "cluster", "show", "-o", "json");
        if (code != 0)
            return [string.Create(CultureInfo.InvariantCulture, $"nothing (pbm ended with {code})")];
        using var members = JsonDocument.Parse(text);
        return [.. (from member in members.RootElement.EnumerateArray()
                    let address = HostAndPort(member.GetProperty("address").GetString()!)
                    let status = member.GetProperty("reachable").GetBoolean() ? member.GetProperty("status").GetString() : "unreachable"
                    select status == "up" ? address : $"{address} ({status})").Order(StringComparer.Ordinal)];
    }

    /// <summary><c>akka.ssl.tcp://axspa@10.0.0.1:9105</c> → <c>10.0.0.1:9105</c></summary>
    private static string HostAndPort(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>That the small disk is small is no failure of the cluster.</summary>
    private static IReadOnlyList<string> Failures(ClusterUnderTest cluster)
    {
        var (code, text, errors) = cluster.Pbm.Ask("doctor", "-o", "json");
        if (code is not 0 and not 1 || text.Length == 0)
            return [string.Create(CultureInfo.InvariantCulture, $"it ended with {code}: {errors.Trim()}")];
        using var findings = JsonDocument.Parse(text);
        return [.. from finding in findings.RootElement.EnumerateArray()
                   where finding.GetProperty("verdict").GetString() == "fail" && finding.GetProperty("check").GetString() != "space"
                   select $"{finding.GetProperty("check").GetString()}: {finding.GetProperty("what").GetString()}"];
    }
}
