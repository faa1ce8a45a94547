using System.Globalization;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>A measured command with all that it starts: it leads a session of its own, by which whatever is left of it is found and ended.</summary>
internal static class Session
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Waits until all of them have ended by themselves, as trainers do when their node is gone; then ends them.</summary>
    public static void AwaitEnd(int leader)
    {
        for (var waited = TimeSpan.Zero; Living(leader).Count > 0 && waited < Patience; waited += TimeSpan.FromMilliseconds(50))
            Thread.Sleep(50);
        Kill(leader);
    }

    public static void Kill(int leader)
    {
        while (Living(leader) is { Count: > 0 } living)
        {
            foreach (var process in living)
                Signals.Send("KILL", process);
            Thread.Sleep(20);
        }
    }

    /// <returns>Ids of those that have not ended.</returns>
    public static List<int> Living(int leader)
    {
        var living = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && StatOf(id) is [not ("Z" or "X"), _, _, var session, ..] && session == leader.ToString(CultureInfo.InvariantCulture))
                living.Add(id);
        return living;
    }

    /// <summary>state parent group session …; empty: it has ended.</summary>
    private static string[] StatOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
