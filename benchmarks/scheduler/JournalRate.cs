using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.SchedulerBenchmark;

/// <summary>
/// What the journal alone can do: as many writers as a busy cluster has runs, each with its next event as soon as the last one rests. And the disk below it.
/// </summary>
internal static class JournalRate
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4), Measured = TimeSpan.FromSeconds(10);

    private sealed class Writer : ReceivePersistentActor
    {
        private static readonly NodeId Node = new("10.0.0.1", 5001, 1);

        public Writer(string id, Action written)
        {
            PersistenceId = id;
            Command<string>(_ => Next(1, written));
        }

        public override string PersistenceId { get; }

        private void Next(int attempt, Action written) => Persist(
            new RunEvents.JobGranted(new JobId("clinical-r7-13"), attempt, Node, 5, "cpu", DateTimeOffset.UtcNow), _ =>
            {
                written();
                Self.Tell("next");
            });
    }

    /// <returns>Events that came to rest, a second.</returns>
    public static async Task<double> Of(string journalText, int writers)
    {
        var journal = Journal.Parse(journalText);
        await journal.WaitUntilReady(Console.Error.WriteLine, CancellationToken.None);
        var settings = ConfigurationFactory.ParseString("akka { loggers = [], stdout-loglevel = OFF }")
            .WithFallback(ClusterSettings.Of(new ClusterNodeOptions { Roles = [Roles.Coordinator] })).WithFallback(journal.Plugins());
        using var system = ActorSystem.Create("axspa", settings);
        Persistence.Instance.Apply(system);
        var lease = journal.Lease();
        var generation = await Acquired(lease);
        var written = 0L;
        for (var writer = 0; writer < writers; writer++)
        {
            var id = $"writer-{writer}";
            system.ActorOf(Props.Create(() => new Writer(id, () => Interlocked.Increment(ref written)))).Tell("begin");
        }
        var (began, before, warm) = (Stopwatch.GetTimestamp(), 0L, false);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await lease.Renew(generation, CancellationToken.None);
            if (!warm && Stopwatch.GetElapsedTime(began) > WarmUp)
                (warm, began, before) = (true, Stopwatch.GetTimestamp(), Interlocked.Read(ref written));
            else if (warm && Stopwatch.GetElapsedTime(began) > Measured)
                return (Interlocked.Read(ref written) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static async Task<long> Acquired(IJournalLease lease)
    {
        while (true)
        {
            if (await lease.Acquire("127.0.0.1:1", CancellationToken.None) is LeaseAnswer.Held held)
                return held.Tenure.Generation;
            await Task.Delay(200);
        }
    }

    /// <returns>How often a second the disk takes 4 KiB more of a file, and says that they rest.</returns>
    public static double OfTheDisk(string folder)
    {
        var path = Path.Combine(folder, "disk");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var (page, count, began) = (new byte[4096], 0, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(3))
        {
            RandomAccess.Write(file, page, (long)count++ * page.Length);
            RandomAccess.FlushToDisk(file);
        }
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
