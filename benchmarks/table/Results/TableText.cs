using System.Globalization;
using System.Text;

namespace AxSpa.Benchmarks.Table.Results;

/// <summary>The table for people (<c>benchmarks/results/table.md</c>), and the README's section of it. Both follow from the table alone.</summary>
internal static class TableText
{
    private const string Begin = "<!-- made by benchmarks/run: begin -->", End = "<!-- made by benchmarks/run: end -->";

    public static string Page(ResultTable table)
    {
        var text = new StringBuilder("# How fast\n\nMade by `benchmarks/run`, which measures ours and the peer's in turn in one run; not to be ")
            .Append("edited. Medians, in brackets least and most and the number of rounds.\n\n")
            .Append(Machine(table.Machine)).Append("\n\n")
            .Append("| what | ours | peer | ours / peer | to reach | against the last table | load before, during | measured |\n")
            .Append("|---|---|---|---|---|---|---|---|\n");
        foreach (var row in table.Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(row.Measured.Name)} | {Ours(row)} | {Peer(row)} | {Ratio(row)} | {ToReach(row)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Before(row)} | {row.LoadBefore:0.0}, {row.LoadDuring:0.0} | {Measured(row)} |\n");
        foreach (var note in table.Rows.Where(row => row.Measured.Note is not null))
            text.Append(CultureInfo.InvariantCulture, $"\n- {note.Measured.Name}: {note.Measured.Note}");
        foreach (var row in table.Rows)
            foreach (var failure in new[] { row.Failure, row.PeerFailure }.OfType<string>())
                text.Append(CultureInfo.InvariantCulture, $"\n- **{row.Measured.Name}**: {failure.ReplaceLineEndings(" ").Trim()}");
        return text.Append("\n\nBetter and worse: ours over the peer's changed by more than 10 %; without a peer ours by more than 20 %, and a share by more ")
            .Append("than one point. Load: of the minute before, and what was running or ready meanwhile, the measured work among it; beside other work ")
            .Append("all times are longer.\n").ToString();
    }

    /// <summary>The README with its section of these results.</summary>
    /// <exception cref="InvalidDataException">It has no place for them.</exception>
    public static string Readme(string readme, ResultTable table)
    {
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"README.md has no lines '{Begin}' and '{End}', between which the results go.");
        return string.Concat(readme.AsSpan(0, begin + Begin.Length), "\n", Section(table), readme.AsSpan(end));
    }

    private static string Section(ResultTable table)
    {
        var text = new StringBuilder("| | ours | peer | ours / peer | to reach |\n|---|---|---|---|---|\n");
        foreach (var row in table.Rows.Where(row => row.Measured.Target is not null || row.Measured.Peer.Count > 0 || row.Failure is not null))
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(row.Measured.Name)} | {Short(row.Measured.Ours, row.Measured.Unit, row.Failure)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Short(row.Measured.Peer, row.Measured.Unit, row.PeerFailure)} | {Ratio(row)} | {ToReach(row)} |\n");
        text.Append('\n').Append(Machine(table.Machine)).Append('\n');
        var quick = table.Rows.Count(row => row.IsQuick);
        if (quick > 0)
            text.Append(CultureInfo.InvariantCulture, $"{quick} of {table.Rows.Count} rows are of the short form (`--quick`). ");
        // What is measured keeps the cores busy by itself, one row more and another less.
        if (Spread.Of([.. table.Rows.Select(row => row.LoadDuring)]) is { } load && load.Median > 1.5 * table.Machine.Cores)
            text.Append(CultureInfo.InvariantCulture, $"**Other work ran beside it ({load.Median:0} threads on {table.Machine.Cores} cores): times are ")
                .Append("longer than on a quiet machine.** ");
        return text.Append("All of it, with memory and what has become better or worse: [benchmarks/results/table.md](benchmarks/results/table.md).\n")
            .ToString();
    }

    private static string Machine(MachineFacts machine) => string.Create(CultureInfo.InvariantCulture,
        $"On {machine.Processor}, {machine.Cores} cores, {machine.MemoryGib:0.0} GiB, {machine.System}: "
        + $"{string.Join(", ", machine.Versions.Select(one => $"{one.Key} {one.Value}"))}; the peer's linear algebra is {machine.Blas}.");

    private static string Ours(ResultRow row) => row.Failure is null ? Long(row.Measured.Ours, row.Measured.Unit) : "**failed**";

    private static string Peer(ResultRow row) => row.PeerFailure is null ? Long(row.Measured.Peer, row.Measured.Unit) : "**failed**";

    private static string Long(IReadOnlyList<double> values, string unit) => Spread.Of(values) is not { } spread ? "–"
        : values.Count == 1 ? Number(spread.Median, unit)
        : string.Create(CultureInfo.InvariantCulture, $"{Number(spread.Median, unit)} ({Figure(spread.Least)}–{Figure(spread.Most)}, {values.Count})");

    private static string Short(IReadOnlyList<double> values, string unit, string? failure) =>
        failure is not null ? "**failed**" : Spread.Of(values) is { } spread ? Number(spread.Median, unit) : "–";

    private static string Ratio(ResultRow row) => row.Failure is not null || row.Ratio is not { } ratio ? "–"
        : row.Measured.Ours.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Least:0.00}–{ratio.Most:0.00})");

    private static string ToReach(ResultRow row)
    {
        if (row.Measured.Target is not { } target)
            return "–";
        var sign = row.Measured.HigherIsBetter ? "≥" : "≤";
        var limit = row.Measured.TargetIsRatio
            ? string.Create(CultureInfo.InvariantCulture, $"{sign} {target:0.00}") : $"{sign} {Number(target, row.Measured.Unit)}";
        return row.Target switch
        {
            AgainstTarget.None or AgainstTarget.Reached => limit,
            AgainstTarget.Missed => $"{limit}: **not reached**",
            AgainstTarget.NotKnown => $"{limit}: **not known**",
        };
    }

    private static string Before(ResultRow row) => row.Change switch
    {
        AgainstBefore.NothingToCompare => row.BeforeNote ?? "–",
        AgainstBefore.Better => $"better: {Earlier(row)}",
        AgainstBefore.AsBefore => $"as before: {Earlier(row)}",
        AgainstBefore.Worse => $"**worse**: {Earlier(row)}",
    };

    private static string Earlier(ResultRow row) =>
        $"{(row.Ratio is null ? Number(row.Before!.Value, row.Measured.Unit) : row.Before!.Value.ToString("0.00", CultureInfo.InvariantCulture))} "
        + $"({row.Before!.Date}, {row.Before.Commit})";

    private static string Measured(ResultRow row) => $"{row.Date}, {row.Commit}{(row.IsQuick ? ", quick" : "")}";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Number(double value, string unit) => unit.Length == 0 ? Figure(value) : $"{Figure(value)} {unit}";

    /// <summary>Three digits that count.</summary>
    private static string Figure(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", >= 1 or 0 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
