using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>
/// Never two active coordinators on one journal. What a member says of itself is not asked: an island is sure of itself. The journal notes for each event which
/// process wrote it, and a coordinator that becomes active says so in its first event; so whoever writes after another has taken over was active beside it.
/// </summary>
internal static class OneWriter
{
    public const string Check = "never two active coordinators on one journal";
    private const string Index = "coordinator";

    /// <summary>An event's time is that of its process, a tenure's that of the database: two clocks of one machine.</summary>
    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromSeconds(1);

    /// <param name="journal">In the order in which it was written.</param>
    /// <param name="tenures">Empty: the journal keeps none.</param>
    public static Finding Judge(IReadOnlyList<JournalRow> journal, IReadOnlyList<Tenure> tenures) => Finding.Of(Check,
        [.. Interleaved(journal, tenures.Count > 0), .. Overlapping(tenures), .. OutsideTheirTenure(journal, tenures)]);

    /// <summary>
    /// A replaced process ends, and its successor has another name: so nobody who was replaced writes again, unless it took over again in a tenure of its own.
    /// </summary>
    private static IEnumerable<string> Interleaved(IReadOnlyList<JournalRow> journal, bool tenuresAreKept)
    {
        var active = journal.Count > 0 ? journal[0].Process : "";
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in journal.Where(row => row.Process != active))
        {
            var takesOver = row.Actor == Index && row.Is("i-took-over");
            if (!takesOver || (replaced.Contains(row.Process) && !tenuresAreKept))
                yield return Said(row, $"while {Short(active)} was active{(takesOver ? " and had taken its place" : "")}");
            if (!takesOver)
                continue;
            replaced.Add(active);
            active = row.Process;
        }
    }

    private static IEnumerable<string> Overlapping(IReadOnlyList<Tenure> tenures) =>
        from pair in tenures.Zip(tenures.Skip(1))
        where pair.Second.Acquired < pair.First.Until
        select $"{Said(pair.Second)} began at {Time(pair.Second.Acquired)}, expected after {Said(pair.First)} was over at {Time(pair.First.Until)}";

    /// <summary>Events in one unbroken row of one process belong to one tenure, and each row of them to another, later one.</summary>
    private static IEnumerable<string> OutsideTheirTenure(IReadOnlyList<JournalRow> journal, IReadOnlyList<Tenure> tenures)
    {
        if (tenures.Count == 0)
            yield break;
        var (before, last) = ("", 0L);
        foreach (var row in journal)
        {
            var tenure = tenures.FirstOrDefault(tenure => row.At >= tenure.Acquired - ClocksMayDiffer && row.At <= tenure.Until + ClocksMayDiffer
                && (row.Process == before ? tenure.Generation >= last : tenure.Generation > last));
            if (tenure is null)
                yield return Said(row, string.Create(CultureInfo.InvariantCulture, $"in no tenure after generation {last}"));
            else
                (before, last) = (row.Process, tenure.Generation);
        }
    }

    private static string Said(JournalRow row, string against) => string.Create(CultureInfo.InvariantCulture,
        $"{Short(row.Process)} wrote event {row.Number} of {row.Actor} ({row.Manifest}) at {Time(row.At)} {against}");

    private static string Said(Tenure tenure) => string.Create(CultureInfo.InvariantCulture, $"generation {tenure.Generation} ({tenure.Name})");

    private static string Time(DateTime at) => at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Short(string process) => process.Length > 8 ? process[..8] : process;
}
