using System.Globalization;

namespace AxSpa.GpuNode;

/// <summary>
/// How many processes the kernel has ended for want of memory. It does so with the same signal as <c>kill -9</c>, so only this
/// count tells the two apart.
/// </summary>
/// <param name="path">A file with a line <c>oom_kill N</c>.</param>
public sealed class MemoryKills(string path)
{
    /// <summary>Those in this process's control group (a container has its own); where there is none, those of the whole machine.</summary>
    public static MemoryKills OfThisProcess()
    {
        var group = ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?["0::".Length..];
        string[] places = [$"/sys/fs/cgroup{group?.TrimEnd('/')}/memory.events", "/proc/vmstat"];
        return new MemoryKills(places.FirstOrDefault(File.Exists) ?? places[^1]);
    }

    /// <summary>0 where it cannot be read: then a process that the kernel ended counts as crashed.</summary>
    public long Count() => ReadLines(path)
        .Select(line => line.Split(' ')).Where(words => words is ["oom_kill", _])
        .Select(words => long.TryParse(words[1], CultureInfo.InvariantCulture, out var count) ? count : 0).FirstOrDefault();

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
