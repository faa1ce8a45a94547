using AxSpa.Benchmarks.Table.Running;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>What is measured by one word of the command line; it gives one row or several.</summary>
/// <param name="What">For <c>--list</c>.</param>
/// <param name="IsThere">What cannot be measured in this tree is left out of the table.</param>
internal sealed record Benchmark(string Name, string What, Func<Measuring, IReadOnlyList<InTurn>> Measure, Func<bool>? IsThere = null);

/// <summary>One row's measurement, and why the peer's is missing where it should be there.</summary>
internal sealed record InTurn(MeasuredRow Row, string? PeerFailure = null);

/// <summary>With what the measurements work.</summary>
/// <param name="Table">The clinical table.</param>
/// <param name="Folder">For files that are gone afterwards.</param>
internal sealed record Measuring(bool IsQuick, string Table, bool IsMadeTable, PeerPython? Peer, string Folder, CancellationToken Cancelled)
{
    public const string NoPeer = "There is no peer to measure beside it; the first lines of this run say why.";

    public string? TableNote => IsMadeTable ? "on a made table of the real one's shape, which is not at hand" : null;

    /// <summary>A log is overwritten by the next command of its name.</summary>
    public MeasuredCommand Command(string log) => new(Path.Combine(Directory.CreateDirectory(Tree.Scratch).FullName, $"{log}.log"), Cancelled);

    /// <summary>A folder that is not there yet.</summary>
    public string Fresh(string name)
    {
        for (var n = 1; ; n++)
            if (Path.Combine(Folder, $"{name}-{n}") is var folder && !Path.Exists(folder))
                return folder;
    }

    public static void Say(string text) => Console.Error.WriteLine(text);
}
