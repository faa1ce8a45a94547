using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.TestKit.Xunit;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;

namespace AxSpa.GpuNode.Tests.Lying;

/// <summary>
/// Whatever a trainer says, in lines that are nearly right: the attempt ends, the node lives on. AXSPA_FUZZ=30000 says as many
/// (benchmarks/results/lying-trainer.md).
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TrainerFuzzTests(ITestOutputHelper output) : TestKit("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
{
    private const int Slots = 4, OfARealProcess = 100;

    private static readonly int s_count = int.Parse(Environment.GetEnvironmentVariable("AXSPA_FUZZ") ?? "500", CultureInfo.InvariantCulture);

    [Fact]
    public Task Changed_lines_through_the_reader_and_a_slot() =>
        Fuzz(1, s_count, new LyingTrainer(), options => options with { Begin = (_, _, ears) => new FedTrainer(ears) });

    [Fact]
    public Task Changed_lines_of_a_real_process()
    {
        var count = Math.Max(20, s_count / OfARealProcess);
        var trainer = new LyingTrainer();
        const int first = 1_000_000;
        for (var number = first; number < first + count; number++)
        {
            var job = FuzzingCoordinator.JobOf(number);
            File.WriteAllBytes(Path.Combine(trainer.Folder, $"lie-{number}"), TrainerLies.UntilTheEnd(TrainerLies.Of(number, job), job));
        }
        trainer.Does([$"[[ $job =~ \\\"attempt\\\":([0-9]+) ]] && cat '{trainer.Folder}/lie-'${{BASH_REMATCH[1]}}"]);
        return Fuzz(first, count, trainer, options => options);
    }

    private async Task Fuzz(int first, int count, LyingTrainer trainer, Func<GpuNodeOptions, GpuNodeOptions> with)
    {
        using var _ = trainer;
        var clock = Stopwatch.StartNew();
        var options = with(new GpuNodeOptions([.. Enumerable.Repeat("cpu", Slots)], trainer.Folder, trainer.Program));
        var done = new TaskCompletionSource<FuzzOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (workspace, node) = (trainer.Folder, new NodeId("127.0.0.1", 1, 1));
        var coordinator = Sys.ActorOf(Props.Create(() => new FuzzingCoordinator(workspace, first, count, done)));
        var actor = Sys.ActorOf(Props.Create(() => new NodeActor(node, options, coordinator)));
        var outcome = await done.Task.WaitAsync(TimeSpan.FromMinutes(60), TestContext.Current.CancellationToken);
        await actor.GracefulStop(TimeSpan.FromSeconds(10));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{outcome.Lies} lies: {outcome.Ended} ended their trainer, {outcome.Taken} were taken for what an honest one may say, "
            + $"{outcome.Wrong.Count} wrong; ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{clock.Elapsed.TotalSeconds:F0} s, slowest {outcome.Slowest.TotalSeconds:F2} s of processor time, most memory {PeakBytes() >> 20} MiB."));
        Assert.Empty(outcome.Wrong);
        Assert.Equal(count, outcome.Lies);
        Assert.InRange(PeakBytes(), 0, 1_000_000_000);
    }

    private static long PeakBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
