using System.Collections.Immutable;
using AxSpa.Commands;
using AxSpa.Commands.Nodes;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Support;

/// <summary>Nodes that see a workspace of made files, of which some may be out of order.</summary>
internal sealed class FakeNodeFiles : INodeFileClient
{
    /// <summary>Bytes in one answer: small, so that every file comes in pieces.</summary>
    public int MostBytes { get; set; } = 40;

    public Dictionary<string, byte[]> Files { get; } = [];

    public HashSet<string> Silent { get; } = [];

    /// <summary>Who was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The members that a seed sees.</summary>
    public List<string> Seen { get; } = [];

    public List<string> Compared { get; } = [];

    public List<string> CleanedUp { get; } = [];

    public NodeFileProtocol.StorageCheck Storage { get; set; } = new("/shared", null, 4, 1, 500_000_000_000, 1_000_000_000_000);

    /// <summary>Happens before each answer.</summary>
    public Action<int>? Before { get; set; }

    public Task<T> Ask<T>(string address, IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage
    {
        lock (Asked)
        {
            Asked.Add(address);
            Before?.Invoke(Asked.Count);
            return Silent.Contains(address)
                ? throw new ClusterUnreachableException($"{address} did not answer within 1 s.")
                : Task.FromResult((T)Answer(address, question));
        }
    }

    public void Write(string path, string text) => Files[path] = System.Text.Encoding.UTF8.GetBytes(text);

    private IWireMessage Answer(string address, IWireMessage question)
    {
        switch (question)
        {
            case NodeFileProtocol.CheckNode:
                return new NodeFileProtocol.NodeCheck(DateTimeOffset.UtcNow, TimeSpan.Zero, "0.1.0", "10.0.1", "avx2", Storage, []);
            case NodeFileProtocol.AskMembers ask:
                return NodeFileProtocol.MembersSeen.Of(Seen, ask.Asker);
            case NodeFileProtocol.CompareProbes:
                Compared.Add(address);
                return new NodeFileProtocol.ProbesSeen([]);
            case NodeFileProtocol.RemoveProbe:
                CleanedUp.Add(address);
                return new NodeFileProtocol.ProbesSeen([]);
            default:
                return Read((NodeFileProtocol.ReadFiles)question);
        }
    }

    private NodeFileProtocol.FileParts Read(NodeFileProtocol.ReadFiles read)
    {
        var left = MostBytes;
        var parts = ImmutableArray.CreateBuilder<NodeFileProtocol.FilePart>();
        foreach (var place in read.Places)
        {
            if (!Files.TryGetValue(place.Path, out var bytes))
            {
                parts.Add(new NodeFileProtocol.FilePart(place.Path, 0, [], -1));
                continue;
            }
            var part = bytes.AsSpan((int)Math.Min(place.Offset, bytes.Length));
            part = part[..Math.Min(left, part.Length)];
            left -= part.Length;
            parts.Add(new NodeFileProtocol.FilePart(place.Path, place.Offset, part.ToArray(), bytes.Length));
        }
        return new NodeFileProtocol.FileParts(parts.ToImmutable());
    }
}
