using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Table;
using AxSpa.Benchmarks.Table.Rows;
using AxSpa.Benchmarks.Table.Running;
using Xunit;

namespace AxSpa.Deploy.Tests.Benchmarks;

/// <summary>How <c>benchmarks/run</c> measures: in turn, row after row, and without leaving anything behind.</summary>
public sealed class MeasuringTests
{
    private static Measuring Alone =>
        new(IsQuick: true, Table: "made.csv", IsMadeTable: true, Peer: null, Folder: Path.GetTempPath(), TestContext.Current.CancellationToken);

    [Fact]
    public void A_benchmark_that_fails_is_told_in_its_known_rows_and_the_others_are_measured()
    {
        Benchmark broken = new("broken", "what breaks", _ => throw new InvalidOperationException("It ended with 139."));
        Benchmark whole = new("whole", "what works", _ => [new InTurn(new MeasuredRow("works", "s") { Ours = [1] })]);
        var last = MadeResults.Table(MadeResults.Row(new("known", "s") { Ours = [3], Target = 4 }, "broken"));

        var rows = Report.Measure([broken, whole], Alone, last, "abcdef0");

        Assert.Equal([("known", "It ended with 139.", true), ("works", null, false)], rows.Select(row => (row.Measured.Name, row.Failure, row.IsTrouble)));
        Assert.Equal("what breaks", Report.Measure([broken], Alone, last: null, "abcdef0").Single().Measured.Name);
    }

    [Fact]
    public void Ours_and_the_peer_take_turns_at_beginning_and_a_round_that_warms_up_is_not_counted()
    {
        var (order, round) = ("", 0);
        var rows = Turns.Measure(Alone with { Peer = PeerPython.Unasked }, warmUps: 1, rounds: 4,
            () => Said("o", new MeasuredRow("a", "s") { Ours = [++round], Target = 0.5, TargetIsRatio = true }),
            () => Said("p", new MeasuredRow("a", "s") { Peer = [10] }));

        Assert.Equal("poop" + "poop" + "po", order); // the first two warm up
        var row = Assert.Single(rows);
        Assert.Null(row.PeerFailure);
        Assert.Equal([2, 3, 4, 5], row.Row.Ours);
        Assert.Equal([10, 10, 10, 10], row.Row.Peer);
        Assert.Equal(0.5, row.Row.Target);

        IReadOnlyList<MeasuredRow> Said(string who, MeasuredRow said)
        {
            order += who;
            return [said];
        }
    }

    [Fact]
    public void Without_a_peer_ours_are_measured_and_only_a_row_with_a_target_of_a_ratio_lacks_it()
    {
        var rows = Turns.Measure(Alone, 0, 2,
            () => [new("a", "s") { Ours = [1], Target = 0.5, TargetIsRatio = true }, new("b", "%") { Ours = [1], Target = 2 }], () => []);
        Assert.Equal([("a", 2, true), ("b", 2, false)], rows.Select(one => (one.Row.Name, one.Row.Ours.Count, one.PeerFailure is not null)));
    }

    [Fact]
    public void A_peer_that_fails_in_one_round_is_not_asked_again_and_takes_its_figures_along()
    {
        var asked = 0;
        var row = Assert.Single(Turns.Measure(Alone with { Peer = PeerPython.Unasked }, 0, 3,
            () => [new("a", "s") { Ours = [1], Target = 0.5, TargetIsRatio = true }],
            () => ++asked == 2 ? throw new InvalidOperationException("no torch") : [new("a", "s") { Peer = [1] }]));
        Assert.Equal((2, 3, 0, "no torch"), (asked, row.Row.Ours.Count, row.Row.Peer.Count, row.PeerFailure));
    }

    [Fact]
    public void An_interruption_ends_a_command_with_all_that_it_has_started()
    {
        using var cancellation = new CancellationTokenSource();
        var leader = 0;
        var log = Path.GetTempFileName();
        try
        {
            Assert.ThrowsAny<OperationCanceledException>(() => new MeasuredCommand(log, cancellation.Token).Run(
                ["sh", "-c", "sleep 300 & (sleep 300 & wait) & wait"], TimeSpan.FromMinutes(1), meanwhile: process =>
                {
                    leader = process.Id;
                    Assert.True(SpinWait.SpinUntil(() => Session.Living(leader).Count >= 4, TimeSpan.FromSeconds(20)));
                    cancellation.Cancel();
                }));
            Assert.Empty(Session.Living(leader));
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Fact]
    public void A_command_that_ends_badly_or_not_in_time_says_its_last_words()
    {
        var log = Path.GetTempFileName();
        try
        {
            var command = new MeasuredCommand(log, CancellationToken.None);
            var bad = Assert.Throws<InvalidOperationException>(() => command.Run(["sh", "-c", "echo no such file >&2; exit 3"], TimeSpan.FromMinutes(1)));
            Assert.Contains("ended with 3.\nno such file", bad.Message);
            var late = Assert.Throws<InvalidOperationException>(() => command.Run(["sleep", "300"], TimeSpan.FromMilliseconds(300)));
            Assert.Contains("did not end within", late.Message);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Fact]
    public void A_made_table_has_the_real_ones_shape_and_is_the_same_each_time()
    {
        var (first, second) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            MadeTable.Write(first);
            MadeTable.Write(second);
            Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
            var lines = File.ReadAllLines(first);
            Assert.Equal(12_085, lines.Length - 1);
            Assert.All(lines, line => Assert.Equal(15, line.Split(',').Length));
            Assert.Equal(2127, lines.Count(line => line.EndsWith(",Ankylosing Spondylitis", StringComparison.Ordinal)));
            Assert.InRange(lines.Skip(1).Average(line => line.Split(',')[11].Length == 0 ? 1.0 : 0), 0.41, 0.45); // Anti-Sm
        }
        finally
        {
            File.Delete(first);
            File.Delete(second);
        }
    }
}
