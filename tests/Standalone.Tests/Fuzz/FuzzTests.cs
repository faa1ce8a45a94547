using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using AxSpa.Shared.Pbm;
using Xunit;

namespace AxSpa.Standalone.Tests.Fuzz;

/// <summary>
/// A hundred thousand malformed requests and frames at the two ports of a real seed, with TLS and without. Nothing is answered without a key, the
/// process lives within its memory, and the cluster works as before.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int AtOnce = 12;

    /// <summary>Each waits for the other side's timer.</summary>
    private const int AssociationsAtOnce = 40;

    private const int FramesOfEach = 100;

    private const int RandomSeed = 20261126;

    [Fact]
    public void With_TLS_neither_port_answers_who_shows_nothing_and_neither_is_harmed()
    {
        using var seed = new FuzzedSeed(isEncrypted: true);
        var before = seed.ResidentBytes;
        Repeat("noise instead of a handshake at the pbm port", 6_000, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Pbm, number);
            using var stream = new NetworkStream(socket);
            return IsNoAnswer(FuzzedSeed.Answer(socket, stream, new MalformedRequests(number).Next()));
        });
        var refused = Repeat("requests at the pbm port", 1_000, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Pbm, number);
            using var stream = FuzzedSeed.Encrypted(socket);
            return IsRefused(FuzzedSeed.Answer(socket, stream, new MalformedRequests(number).Next()));
        });
        Repeat("noise instead of a handshake at the remoting port", 6_000, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Remoting, number);
            using var stream = new NetworkStream(socket);
            var frames = new MalformedFrames(number, "ssl.tcp", seed.Remoting);
            return IsNoAnswer(FuzzedSeed.Answer(socket, stream, number % 2 == 0 ? frames.Associate("127.0.0.1") : frames.Broken()));
        });
        Repeat("connections without a certificate at the remoting port", 300, number =>
        {
            try
            {
                using var socket = FuzzedSeed.Connect(seed.Remoting, number);
                using var stream = FuzzedSeed.Encrypted(socket);
                return IsNoAnswer(FuzzedSeed.Answer(socket, stream, new MalformedFrames(number, "ssl.tcp", seed.Remoting).Associate("127.0.0.1")));
            }
            catch (Exception turnedAway) when (turnedAway is IOException or AuthenticationException)
            {
                return true;
            }
        });
        var heard = Repeat($"members that went astray, {FramesOfEach} frames of each", 250, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Remoting, number);
            using var stream = FuzzedSeed.Encrypted(socket, seed.Member);
            return Associated(stream, new MalformedFrames(number, "ssl.tcp", seed.Remoting));
        }, AssociationsAtOnce);
        output.WriteLine($"resident: {before >> 20} MiB before, {seed.ResidentBytes >> 20} MiB after");
        seed.IsUnharmed();
        WereNoClosedDoors(refused, heard);
    }

    [Fact]
    public void On_loopback_no_command_is_done_without_a_token_and_no_frame_does_harm()
    {
        using var seed = new FuzzedSeed(isEncrypted: false);
        var before = seed.ResidentBytes;
        var refused = Repeat("requests at the pbm port", 40_000, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Pbm, number);
            using var stream = new NetworkStream(socket);
            return IsRefused(FuzzedSeed.Answer(socket, stream, new MalformedRequests(number).Next()));
        });
        Repeat("broken first frames at the remoting port", 4_000, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Remoting, number);
            using var stream = new NetworkStream(socket);
            FuzzedSeed.Answer(socket, stream, new MalformedFrames(number, "tcp", seed.Remoting).Broken());
            return true;
        });
        var heard = Repeat($"associations, {FramesOfEach} frames of each", 300, number =>
        {
            using var socket = FuzzedSeed.Connect(seed.Remoting, number);
            using var stream = new NetworkStream(socket);
            return Associated(stream, new MalformedFrames(number, "tcp", seed.Remoting));
        }, AssociationsAtOnce);
        output.WriteLine($"resident: {before >> 20} MiB before, {seed.ResidentBytes >> 20} MiB after");
        seed.IsUnharmed();
        WereNoClosedDoors(refused, heard);
    }

    /// <summary>
    /// Requests were read and answered with a refusal; associations were accepted, what was said in them was received, and the seed ended them.
    /// </summary>
    private static void WereNoClosedDoors(double refused, double heard)
    {
        Assert.InRange(refused, 0.9, 1);
        Assert.InRange(heard, 0.9, 1);
    }

    /// <summary>
    /// A good beginning, many frames that are whole and mean nothing to anybody, one that says what it is not, and one that no association survives.
    /// </summary>
    private static bool Associated(Stream stream, MalformedFrames frames) => FuzzedSeed.Associated(
        stream, frames.Associate("127.0.0.1"), [.. Enumerable.Range(0, FramesOfEach - 3).SelectMany(_ => frames.Noisy())],
        [.. frames.Untrue(), .. MalformedFrames.Last]);

    /// <param name="once">Whether what was said came as far as it was meant to.</param>
    /// <returns>The share of those.</returns>
    private double Repeat(string what, int times, Func<int, bool> once, int atOnce = AtOnce)
    {
        var (began, far) = (Stopwatch.GetTimestamp(), 0);
        var (next, troubles) = (-1, new ConcurrentQueue<Exception>());
        // Threads of their own: each waits most of the time.
        var threads = Enumerable.Range(0, atOnce).Select(_ => new Thread(() =>
        {
            for (int number; troubles.IsEmpty && (number = Interlocked.Increment(ref next)) < times;)
            {
                try
                {
                    if (once(RandomSeed + number))
                        Interlocked.Increment(ref far);
                }
                catch (Exception trouble)
                {
                    troubles.Enqueue(new InvalidOperationException($"{what}, random seed {RandomSeed + number}: {trouble.Message}", trouble));
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (troubles.TryDequeue(out var first))
            throw first;
        output.WriteLine($"{what}: {times} in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s, {(double)far / times:P1} as far as meant");
        return (double)far / times;
    }

    /// <summary>A TLS server may say that it will not talk (an alert, content type 21), and nothing else.</summary>
    private static bool IsNoAnswer(byte[] heard)
    {
        Assert.True(heard.Length == 0 || heard is [21, 3, _, 0, 2, _, _], Convert.ToHexString(heard));
        return true;
    }

    /// <summary>Messages and an exit code of refusal; no data, no file.</summary>
    /// <returns>It was answered with a refusal; else the connection was closed, as where nothing was said.</returns>
    private static bool IsRefused(byte[] heard)
    {
        var isAnswered = false;
        foreach (var line in Encoding.UTF8.GetString(heard).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var answer = PbmJson.ReadAnswer(Encoding.UTF8.GetBytes(line));
            Assert.True(answer is { Out: null, File: null, Part: null, Ask: null } && answer.Exit is null or ExitCode.Refused or ExitCode.NotAllowed, line);
            isAnswered |= answer.Exit is not null;
        }
        return isAnswered;
    }
}
