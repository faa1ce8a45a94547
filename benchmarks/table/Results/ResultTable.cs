using System.Text.Json;

namespace AxSpa.Benchmarks.Table.Results;

/// <summary>The rows and the machine that they were measured on: <c>benchmarks/results/table.json</c>.</summary>
internal sealed record ResultTable(MachineFacts Machine, IReadOnlyList<ResultRow> Rows)
{
    /// <returns>Null: there is no table yet.</returns>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static ResultTable? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ResultTable>(File.ReadAllBytes(path), RowFile.Json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a table of results: {error.Message} Take it back from the history, or delete it.", error);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, RowFile.Json) + "\n";

    /// <summary>New rows, each with what the last table said of it.</summary>
    public static ResultTable Compared(MachineFacts machine, IReadOnlyList<ResultRow> rows, ResultTable? last) =>
        new(machine, [.. rows.Select(row => row.After(last, machine))]);

    /// <summary>This table with the rows of some benchmarks measured anew.</summary>
    /// <exception cref="InvalidOperationException">They are of another machine.</exception>
    public ResultTable With(ResultTable newer)
    {
        if (!newer.Machine.IsAs(Machine))
            throw new InvalidOperationException($"The table is of {Machine.Processor} with {Machine.Cores} cores, and these rows are of "
                + $"{newer.Machine.Processor} with {newer.Machine.Cores}: one table is of one machine. Measure all rows here: benchmarks/run");
        var remade = newer.Rows.Select(row => row.Benchmark).ToHashSet();
        return new(newer.Machine, [.. Rows.Where(row => !remade.Contains(row.Benchmark)), .. newer.Rows]);
    }

    /// <summary>In the order of the benchmarks.</summary>
    public ResultTable InOrder(IReadOnlyList<string> benchmarks) =>
        this with { Rows = [.. Rows.OrderBy(row => benchmarks.IndexOf(row.Benchmark))] };
}

internal static class Comparison
{
    public static ResultRow After(this ResultRow row, ResultTable? last, MachineFacts machine)
    {
        if (last?.Rows.FirstOrDefault(earlier => earlier.Benchmark == row.Benchmark && earlier.Measured.Name == row.Measured.Name) is not { } before)
            return row with { Before = null, BeforeNote = "new" };
        if (!last.Machine.IsAs(machine))
            return row with { Before = null, BeforeNote = "before: another machine" };
        if (before.IsQuick != row.IsQuick)
            return row with { Before = null, BeforeNote = before.IsQuick ? "before: quick only" : "before: in full" };
        // A row that failed keeps what was known, so that the next one that works is compared with that.
        return before.Value is { } value
            ? row with { Before = new(value, before.Date, before.Commit), BeforeNote = null }
            : row with { Before = before.Before, BeforeNote = before.Before is null ? "before: no figure" : null };
    }

    public static int IndexOf(this IReadOnlyList<string> words, string word)
    {
        for (var i = 0; i < words.Count; i++)
            if (words[i] == word)
                return i;
        return words.Count;
    }
}
