using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Benchmarks.Table.Results;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Running;

internal static partial class ThisMachine
{
    public static MachineFacts Facts(PeerPython? peer)
    {
        var memory = long.Parse(MemTotal().Match(File.ReadAllText("/proc/meminfo")).Groups[1].Value, CultureInfo.InvariantCulture) / 1048576.0;
        var processor = File.ReadAllText("/proc/cpuinfo");
        var versions = new Dictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["libtorch"] = Libtorch().Match(File.ReadAllText(Programs.Trainer + ".deps.json")).Groups[1].Value,
        };
        foreach (var (name, version) in peer?.Report.Versions ?? new Dictionary<string, string>())
            versions[name] = version;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{Field("model name")} (family {Field("cpu family")}, model {Field("model")})"),
            Environment.ProcessorCount, Math.Round(memory, 1), PrettyName().Match(File.ReadAllText("/etc/os-release")).Groups[1].Value, versions,
            peer?.Blas ?? "not there");

        string Field(string name) => Regex.Match(processor, $@"^{name}\s*:\s*(.+)$", RegexOptions.Multiline).Groups[1].Value.Trim();
    }

    [GeneratedRegex(@"^MemTotal:\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex MemTotal();

    [GeneratedRegex("^PRETTY_NAME=\"?([^\"\n]+)", RegexOptions.Multiline)]
    private static partial Regex PrettyName();

    [GeneratedRegex(@"libtorch-c\w+-linux-x64/([\d.]+)")]
    private static partial Regex Libtorch();
}
