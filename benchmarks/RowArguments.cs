namespace AxSpa.Benchmarks;

/// <summary>How <c>benchmarks/run</c> starts a row's program: <c>[WORD] --data FOLDER --json FILE [--quick]</c>.</summary>
/// <param name="Data">A folder that both sides see, for what both are to read; empty at first.</param>
/// <param name="Json">Where the rows go.</param>
internal sealed record RowArguments(string Data, string Json, bool IsQuick)
{
    public const string Usage = "--data FOLDER --json FILE [--quick]";

    /// <returns>Null: it was not started so.</returns>
    public static RowArguments? Parse(ReadOnlySpan<string> args) => args switch
    {
        ["--data", var data, "--json", var json] => new(data, json, false),
        ["--data", var data, "--json", var json, "--quick"] => new(data, json, true),
        _ => null,
    };

    /// <summary>What both sides read is made by whoever comes first, ours.</summary>
    public string Shared(string name, Action<string> make)
    {
        var path = Path.Combine(Data, name);
        if (!Path.Exists(path))
            make(path);
        return path;
    }

    public int Report(string name, string unit, double ours)
    {
        new RowFile([new MeasuredRow(name, unit) { Ours = [ours] }]).Write(Json);
        return 0;
    }
}
