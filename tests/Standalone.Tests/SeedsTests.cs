using System.Diagnostics;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Seeds as real processes on loopback: how they come together, and that none of them begins a cluster of its own.</summary>
public sealed class SeedsTests : IDisposable
{
    private readonly List<AxspaProcess> _started = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _started.ForEach(process => process.Dispose());

    private AxspaProcess Seed(int port, int pbm, string? seeds)
    {
        var process = AxspaProcess.Start(
            ["seed", "--port", $"{port}", .. seeds is null ? (string[])[] : ["--seeds", seeds], "--pbm-port", pbm == 0 ? "off" : $"{pbm}"]);
        _started.Add(process);
        return process;
    }

    private static bool IsReady(AxspaProcess process) =>
        process.Errors.Contains("Health and metrics: http", StringComparison.Ordinal)
            && process.Asked("/healthz/ready", Stop).GetAwaiter().GetResult().Contains("\"ready\":true", StringComparison.Ordinal);

    private static string Show(int pbm)
    {
        using var process = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [$"127.0.0.1:{pbm}", "cluster", "show"]);
        return process.End().Out;
    }

    /// <summary>With Akka's own list of seeds the first one made a cluster of its own after 5 s, said that it was ready, and never found back.</summary>
    [Fact]
    public async Task The_first_seed_started_again_while_it_hears_nobody_waits_and_joins_when_they_are_back()
    {
        int[] ports = [.. Enumerable.Range(0, 4).Select(_ => FreePort.Next())];
        var seeds = string.Join(',', ports.Take(3).Select(port => $"127.0.0.1:{port}"));
        var cold = Stopwatch.StartNew();
        var (first, second, third) = (Seed(ports[0], ports[3], seeds), Seed(ports[1], 0, seeds), Seed(ports[2], 0, seeds));
        first.Until(() => IsReady(first) && IsReady(second) && IsReady(third), "all three were ready");
        TestContext.Current.TestOutputHelper!.WriteLine($"cold start of three {cold.Elapsed.TotalSeconds:0.0} s");
        first.Until(() => Show(ports[3]).Contains("Count: 3 nodes", StringComparison.Ordinal), "three were members");
        Assert.Single((AxspaProcess[])[first, second, third],
            seed => seed.Errors.Contains("This seed begins a new cluster, with the votes of", StringComparison.Ordinal));

        second.Signal("STOP");
        third.Signal("STOP");
        first.Kill();
        var again = Seed(ports[0], ports[3], seeds);
        again.Until(() => again.Errors.Contains("No cluster lets this process in yet", StringComparison.Ordinal), "it said that it waits");
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(3); await Task.Delay(200, Stop))
            Assert.False(IsReady(again));
        Assert.DoesNotContain("is a member of the cluster", again.Errors);

        second.Signal("CONT");
        third.Signal("CONT");
        again.Until(() => IsReady(again) && Show(ports[3]).Contains("Count: 3 nodes", StringComparison.Ordinal), "it was one of three again");
        Assert.DoesNotContain("begins a new cluster", again.Errors);
    }

    [Fact]
    public void A_seed_without_a_list_is_its_own_list_and_refuses_who_has_another()
    {
        var (port, other) = (FreePort.Next(), FreePort.Next());
        var seed = Seed(port, 0, null);
        seed.Until(() => IsReady(seed), "it was ready");
        var stranger = Seed(other, 0, $"127.0.0.1:{port},127.0.0.1:{other}");
        Assert.Equal(2, stranger.End().Code);
        Assert.Contains($"This process was refused by the cluster of 127.0.0.1:{port}: its seeds are 127.0.0.1:{port}, those of this process ",
            stranger.Errors);
        Assert.Contains($"127.0.0.1:{other} was refused: its seeds are ", seed.Errors);
        Assert.False(seed.HasExited);
    }

    [Theory]
    [InlineData("--seeds a:1,b:2,c:3 --seed-quorum 0", "--seed-quorum 0: 3 seeds are listed, so it is a number from 1 to 3.")]
    [InlineData("--seeds a:1,b:2,c:3 --seed-quorum 4", "--seed-quorum 4: 3 seeds are listed")]
    [InlineData("--seed-quorum 2", "--seed-quorum 2: one seed is listed, so it is a number from 1 to 1.")]
    [InlineData("--seeds a:1,b", "--seeds: 'b' is not the address of a seed; expected host:port")]
    [InlineData("--seeds a:1,A:1", "--seeds names a:1 twice")]
    [InlineData("--seeds ,", "--seeds names no seed")]
    [InlineData("--port 0", "--port 0: nobody would find a seed")]
    public void A_list_of_seeds_that_cannot_be_meant_is_refused(string options, string reason)
    {
        var (code, _, errors) = AxspaProcess.Run(["seed", .. options.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(reason, errors);
    }
}
