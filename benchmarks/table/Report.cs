using AxSpa.Benchmarks.Table.Results;
using AxSpa.Benchmarks.Table.Rows;
using AxSpa.Benchmarks.Table.Running;

namespace AxSpa.Benchmarks.Table;

/// <summary>Measures benchmark after benchmark; one that fails is told in its rows, and the others go on.</summary>
internal static class Report
{
    /// <param name="last">Tells the rows of a benchmark that fails; null: there is no table yet.</param>
    public static IReadOnlyList<ResultRow> Measure(IReadOnlyList<Benchmark> benchmarks, Measuring measuring, ResultTable? last, string commit)
    {
        var rows = new List<ResultRow>();
        foreach (var benchmark in benchmarks)
        {
            measuring.Cancelled.ThrowIfCancellationRequested();
            Measuring.Say($"{benchmark.Name}: {benchmark.What} ...");
            using var load = new Load();
            IReadOnlyList<InTurn> measured;
            string? failure = null;
            try
            {
                measured = benchmark.Measure(measuring);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                failure = trouble.Message;
                Measuring.Say($"  failed: {failure}");
                measured = RowsThatFailed(benchmark, last);
            }
            foreach (var (row, peerFailure) in measured)
                rows.Add(new()
                {
                    Benchmark = benchmark.Name,
                    Measured = row,
                    IsQuick = measuring.IsQuick,
                    Date = Tree.Today,
                    Commit = commit,
                    LoadBefore = load.Before,
                    LoadDuring = Math.Round(load.Meanwhile, 1),
                    Failure = failure,
                    PeerFailure = peerFailure,
                });
        }
        return rows;
    }

    /// <summary>As the last table names them, so that it shows which figures are missing.</summary>
    private static InTurn[] RowsThatFailed(Benchmark benchmark, ResultTable? last)
    {
        InTurn[] known = [.. (last?.Rows ?? []).Where(row => row.Benchmark == benchmark.Name)
            .Select(row => new InTurn(row.Measured with { Ours = [], Peer = [] }))];
        return known.Length > 0 ? known : [new(new MeasuredRow(benchmark.What, ""))];
    }
}
