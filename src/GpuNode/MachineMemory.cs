using System.Globalization;

namespace AxSpa.GpuNode;

/// <summary>How much memory the processes of this node may use together.</summary>
/// <param name="root">The file system's root; another one in tests.</param>
internal sealed class MachineMemory(string root = "/")
{
    /// <summary>The machine's, or less where the control group (a container has its own) allows less; null where it cannot be read.</summary>
    public long? Bytes()
    {
        var machine = Lines("proc/meminfo").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["MemTotal:", _, "kB"]).Select(words => Number(words[1]) * 1024).FirstOrDefault();
        var group = Lines("proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?["0::/".Length..];
        // "max" where there is no limit; the group's file is not there at the root of all groups.
        var limit = group is null ? null : Lines(Path.Combine("sys/fs/cgroup", group, "memory.max")).Select(Number).FirstOrDefault();
        return limit is null || machine < limit ? machine : limit;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
