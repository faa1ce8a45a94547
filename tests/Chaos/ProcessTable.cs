using System.Globalization;
using System.Text;

namespace AxSpa.Chaos;

/// <summary>What runs on this machine, from /proc.</summary>
internal static class ProcessTable
{
    /// <summary>The environment variable that all processes of one chaos run carry, and their children with them.</summary>
    public const string Mark = "AXSPA_CHAOS";

    /// <summary>Live children of a process whose command line names the program. A zombie is not alive.</summary>
    public static IReadOnlyList<int> Children(int parent, string program) =>
        [.. All()
            .Where(entry => entry.Parent == parent && CommandLine(entry.Id).Contains(program, StringComparison.Ordinal))
            .Select(entry => entry.Id)
            .Order()];

    /// <returns>Live processes that carry the mark, as "id command".</returns>
    public static IReadOnlyList<string> Marked(string mark) =>
        [.. All().Where(entry => Read($"/proc/{entry.Id}/environ").Split('\0').Contains($"{Mark}={mark}"))
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Id} {CommandLine(entry.Id)}"))];

    /// <summary>In ticks of the kernel, over all its threads; 0: it has ended.</summary>
    public static long ProcessorTime(int process)
    {
        var stat = Read($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 12 ? long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture) : 0;
    }

    private static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ');

    private static IEnumerable<(int Id, int Parent)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            // id (name) state parent …; the name may hold anything, so read from its last bracket on.
            var stat = Read($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 1 && fields[0] != "Z")
                yield return (id, int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended meanwhile, or it is somebody else's
        }
    }
}
