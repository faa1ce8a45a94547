using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Wire;

/// <summary>
/// What one message between processes may weigh. Akka throws a longer one away and says so in a log only, so whoever makes one that could be
/// longer turns it into pages, cuts its texts, or refuses it in a sentence.
/// </summary>
public static class WireFrame
{
    /// <summary>Akka's frame. Results travel as paths with hashes, never as content, so the default suffices.</summary>
    public const int FrameBytes = 128_000;

    /// <summary>For the message itself: the rest is for the paths of sender and receiver, with names of hosts of any length.</summary>
    public const int MostBytes = 120_000;

    /// <summary>What the items of a page are filled up to; beside them there is room for what stands once.</summary>
    public const int PageBytes = 100_000;

    public static int BytesOf(IWireMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, WireManifests.Of(message.GetType()).Json).Length;

    public static bool Fits(IWireMessage message) => BytesOf(message) <= MostBytes;

    /// <summary>The message, or where it is too long a refusal that says so: who asked hears of it instead of waiting in vain.</summary>
    public static IWireMessage Fitting(IWireMessage answer) => BytesOf(answer) is var bytes && bytes <= MostBytes ? answer
        : new RunProtocol.Refused(FormattableString.Invariant(
            $"The answer ({answer.GetType().Name}) has {bytes} bytes, and a message between nodes may have {MostBytes}."));

    /// <summary>Of something that a message carries many of.</summary>
    public static int BytesOfPart<T>(T part) where T : notnull => JsonSerializer.SerializeToUtf8Bytes(
        part, WireJson.Default.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is no part of a message.")).Length;

    /// <summary>As many of the items, from the first on, as fill a page; at least one where there is one.</summary>
    public static ImmutableArray<T> Page<T>(IEnumerable<T> items, int most = int.MaxValue, int bytes = PageBytes) where T : notnull
    {
        var page = ImmutableArray.CreateBuilder<T>();
        foreach (var item in items)
        {
            bytes -= BytesOfPart(item) + 1;
            if (page.Count == most || (bytes < 0 && page.Count > 0))
                break;
            page.Add(item);
        }
        return page.ToImmutable();
    }
}
