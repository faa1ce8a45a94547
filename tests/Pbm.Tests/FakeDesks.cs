using System.Collections.Immutable;
using AxSpa.Seed.Commands;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Pbm.Tests;

/// <summary>Nodes that see a workspace of made files, of which some may be out of order.</summary>
internal sealed class FakeDesks : IDesks
{
    /// <summary>Bytes in one answer: small, so that every file comes in pieces.</summary>
    private const int MostBytes = 40;

    public Dictionary<string, byte[]> Files { get; } = [];

    public HashSet<string> Silent { get; } = [];

    /// <summary>Who was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Happens before each answer.</summary>
    public Action<int>? Before { get; set; }

    public Task<T> Ask<T>(string address, IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage
    {
        Asked.Add(address);
        Before?.Invoke(Asked.Count);
        return Silent.Contains(address)
            ? throw new ClusterUnreachableException($"{address} did not answer within 1 s.")
            : Task.FromResult((T)Answer((DeskProtocol.ReadFiles)question));
    }

    public void Write(string path, string text) => Files[path] = System.Text.Encoding.UTF8.GetBytes(text);

    private IWireMessage Answer(DeskProtocol.ReadFiles read)
    {
        var left = MostBytes;
        var parts = ImmutableArray.CreateBuilder<DeskProtocol.FilePart>();
        foreach (var place in read.Places)
        {
            if (!Files.TryGetValue(place.Path, out var bytes))
            {
                parts.Add(new DeskProtocol.FilePart(place.Path, 0, [], -1));
                continue;
            }
            var part = bytes.AsSpan((int)Math.Min(place.Offset, bytes.Length));
            part = part[..Math.Min(left, part.Length)];
            left -= part.Length;
            parts.Add(new DeskProtocol.FilePart(place.Path, place.Offset, part.ToArray(), bytes.Length));
        }
        return new DeskProtocol.FileParts(parts.ToImmutable());
    }
}
