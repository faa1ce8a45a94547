using System.Globalization;

namespace AxSpa.SchedulerBenchmark;

/// <summary>What a process has used, as the kernel counts it.</summary>
/// <param name="ProcessorSeconds">Of all its threads, user and system.</param>
/// <param name="ResidentMegabytes">1 MB is 1,000,000 bytes.</param>
internal readonly record struct ProcessUse(double ProcessorSeconds, double ResidentMegabytes)
{
    private const double TicksPerSecond = 100, PageBytes = 4096;

    public static ProcessUse Of(int process)
    {
        // pid (name) state ppid …; the name may hold anything, so read from its last bracket on.
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        return new ProcessUse((Number(11) + Number(12)) / TicksPerSecond, Number(21) * PageBytes / 1e6);
    }

    public static ProcessUse Of(IEnumerable<int> processes) => processes.Select(Of).Aggregate(
        default(ProcessUse), (sum, one) => new ProcessUse(sum.ProcessorSeconds + one.ProcessorSeconds, sum.ResidentMegabytes + one.ResidentMegabytes));

    /// <summary>A process and all that it started, as a PostgreSQL server.</summary>
    public static IEnumerable<int> WithChildren(int process) => [process, .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) && ParentOf(id) == process)
        .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has ended meanwhile
        }
    }
}
