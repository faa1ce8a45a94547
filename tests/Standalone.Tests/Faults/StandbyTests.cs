using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>Several coordinators with one PostgreSQL journal, in real processes that are ended, killed and frozen while folds train.</summary>
public sealed class StandbyTests(LongRun undisturbed, StandbyTests.Server server) : IClassFixture<StandbyTests.Server>
{
    /// <summary>Whose databases they use, each test one of its own.</summary>
    public sealed class Server : IDisposable
    {
        internal PostgresServer Postgres { get; } = PostgresServer.Create();

        public void Dispose() => Postgres.Dispose();
    }

    private PostgresServer Postgres => server.Postgres;

    private StartedCluster Cluster(string name)
    {
        Postgres.Query($"create database {name}", "postgres");
        return undisturbed.Cluster($"standby-{name}", Postgres.Uri.Replace("/axspa", $"/{name}"));
    }

    /// <summary>The journal of every actor counts 1, 2, 3 … without a gap: nothing was lost, and nothing was written past it.</summary>
    private void JournalIsWhole(string name)
    {
        Assert.Equal("", Postgres.Query(
            "select persistence_id from journal group by persistence_id having min(sequence_number) <> 1 or max(sequence_number) <> count(*) or "
            + "count(distinct sequence_number) <> count(*)",
            name));
        // By its own record there were never two coordinators at work on it.
        Assert.Equal("0", Postgres.Query(
            "select count(*) from axspa_tenure a join axspa_tenure b on b.generation = a.generation + 1 where coalesce(a.ended_at, "
            + "a.expires_at) > b.acquired_at",
            name));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <returns>Null when it is not there.</returns>
    private static async Task<int?> Metric(AxspaProcess process, string series) =>
        Regex.Match(await process.Asked("/metrics", Stop), $@"^{Regex.Escape(series)} (\d+)$", RegexOptions.Multiline) is { Success: true } line
            ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Three coordinators sent it, and each span has its place below the one run.</summary>
    private void IsOneTrace(IReadOnlyList<ArrivedSpan> spans)
    {
        var root = Assert.Single(spans, span => span.ParentId == "");
        Assert.Equal("3", root.Attributes["axspa.coordinator.generation"]);
        var known = spans.Select(span => span.SpanId).Append("").ToHashSet();
        Assert.All(spans, span => Assert.Contains(span.ParentId, known));
        Assert.All(spans, span => Assert.Equal(root.TraceId, span.TraceId));
        Assert.Equal(undisturbed.Run.OfficialJobs.Count, spans.Where(span => span.ParentId == root.SpanId).Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task A_standby_takes_over_from_a_coordinator_that_ends_and_from_one_that_is_killed()
    {
        using var traces = OtlpReceiver.Start();
        using var cluster = Cluster("standby");
        var first = cluster.Coordinator(traces: traces.Endpoint);
        var second = cluster.Coordinator(traces: traces.Endpoint);
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");

        var ended = DateTime.UtcNow;
        first.Signal("TERM");
        var handOver = cluster.TookOver(2) - ended;
        // One that does not give its lease back is followed when that ends, 9 to 12 s later, at the earliest.
        Assert.True(handOver < TimeSpan.FromSeconds(5), $"the hand-over took {handOver}");
        Assert.Contains("running", cluster.Pbm("run", "describe", run).Out);
        Assert.Equal(0, first.End().Code);
        cluster.Until(() => second.Errors.Contains("works now"), "the second coordinator said that it works");
        Assert.Matches("works now: since [-0-9: ]+Z, generation 2, on the journal PostgreSQL on .*, which ended in order", second.Errors);
        Assert.Matches(@"Coordinator: 127\.0\.0\.1:\d+ works since .* \(generation 2\)", cluster.Pbm("node", "list").Out);

        var third = cluster.Coordinator(traces: traces.Endpoint);
        Assert.Equal((1, 0), (await Metric(second, "axspa_coordinator_active{}"), await Metric(third, "axspa_coordinator_active{}")));
        Assert.Equal((1, null), (await Metric(second, "axspa_runs{status=\"running\"}"), await Metric(third, "axspa_runs{status=\"running\"}")));
        var killed = DateTime.UtcNow;
        second.Kill();
        var takeOver = cluster.TookOver(3) - killed;
        Assert.True(takeOver < TimeSpan.FromSeconds(20), $"the standby needed {takeOver}");
        cluster.EndsLike(undisturbed.Run, run);
        JournalIsWhole("standby");
        Assert.False(third.HasExited);
        Assert.Equal((1, 3), (await Metric(third, "axspa_runs{status=\"completed\"}"), await Metric(third, "axspa_coordinator_take_overs_total{}")));
        Assert.Equal("""{"ready":true,"checks":{"cluster":"ok","journal":"ok","workspace":"ok"}}""" + "\n", await third.Asked("/healthz/ready", Stop));
        cluster.Until(() => traces.Spans.Any(span => span.ParentId == ""), "the run's span arrived");
        IsOneTrace(traces.Spans);
        TestContext.Current.TestOutputHelper!.WriteLine($"hand-over {handOver.TotalSeconds:0.0} s, take-over after kill -9 {takeOver.TotalSeconds:0.0} s");
    }

    [Fact]
    public void A_coordinator_that_froze_and_was_replaced_can_neither_write_nor_command()
    {
        using var cluster = Cluster("frozen");
        var first = cluster.Coordinator();
        cluster.Coordinator();
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        first.Signal("STOP");
        cluster.TookOver(2);
        first.Signal("CONT");
        // The cluster put it out: it ends itself, so that its supervisor starts it anew.
        Assert.NotEqual(0, first.End().Code);
        cluster.EndsLike(undisturbed.Run, run);
        JournalIsWhole("frozen");
        // Had the old one gone on, its successor would have found a number taken, and read the journal a third time.
        Assert.True(!Regex.IsMatch(cluster.RunLog, "generation 3"), $"the second coordinator had to read the journal again:\n{cluster.RunLog}");
    }

    [Fact]
    public void A_run_goes_on_when_its_journal_hung_crashed_and_came_back()
    {
        using var cluster = Cluster("away");
        cluster.Coordinator();
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var away = Stopwatch.StartNew();
        Postgres.Freeze();
        try
        {
            // The run's last word as long as the coordinator has its lease, and then the coordinator's own.
            cluster.Until(
                () => cluster.Pbm("run", "describe", run) is var said && (said.Out + said.Errors).Contains("the journal"),
                "describe named the journal as what is waited for");
        }
        finally
        {
            Postgres.Stop(immediate: true);
            Postgres.Start();
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"away for {away.Elapsed.TotalSeconds:0.0} s");
        cluster.EndsLike(undisturbed.Run, run);
        JournalIsWhole("away");
    }

    [Fact]
    public void A_second_coordinator_on_the_same_file_is_refused()
    {
        var journal = Path.Combine(undisturbed.Cohort.Folder, "file", "journal.db");
        using var cluster = new StartedCluster(undisturbed.Cohort.Workspace("file"), journal);
        cluster.Coordinator();
        var second = AxspaProcess.Run("coordinator", "--workspace", cluster.Workspace, "--journal", journal);
        Assert.Equal(2, second.Code);
        Assert.Contains("PostgreSQL", second.Errors);
    }
}
