using System.Collections.Immutable;
using System.Security.Cryptography;
using AxSpa.Commands.Cluster;
using AxSpa.Commands.Nodes;
using AxSpa.Hosting;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Runs;

/// <summary>
/// Files of runs, read through a node that sees the workspace: seeds need not mount patients' data. A piece at a time, and the next one
/// only when the last was taken, so that heartbeats are never held up.
/// </summary>
internal sealed class RunFiles(INodeFileClient nodeFiles, IClusterMembership cluster)
{
    private string? _answeredLast;

    /// <exception cref="ClusterUnreachableException">No node that sees the workspace answers.</exception>
    public async Task<ImmutableArray<NodeFileProtocol.FilePart>> Read(
        RunId run, ImmutableArray<NodeFileProtocol.FilePlace> places, CancellationToken cancellation)
    {
        var trouble = new List<string>();
        foreach (var node in Nodes())
        {
            try
            {
                var parts = await nodeFiles.Ask<NodeFileProtocol.FileParts>(node, new NodeFileProtocol.ReadFiles(run, places), cancellation);
                _answeredLast = node;
                return parts.Parts;
            }
            catch (Exception other) when (other is CommandRefusedException or ClusterUnreachableException)
            {
                trouble.Add(other is ClusterUnreachableException ? other.Message : $"{node}: {other.Message}");
            }
        }
        throw new ClusterUnreachableException(trouble.Count == 0
            ? "No node that sees the workspace is up. 'cluster show' lists the nodes; a coordinator or a GPU node is needed."
            : $"The workspace cannot be read. {string.Join(" ", trouble)}");
    }

    /// <summary>The pieces of a file, one after the other; none where there is no such file.</summary>
    /// <param name="from">The first byte that is wanted.</param>
    public async IAsyncEnumerable<byte[]> Pieces(
        RunId run, string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation, long from = 0)
    {
        for (var offset = from; ;)
        {
            var part = (await Read(run, [new NodeFileProtocol.FilePlace(path, offset)], cancellation))[0];
            if (part.Bytes.Length == 0)
                yield break;
            yield return part.Bytes;
            offset += part.Bytes.Length;
            if (offset >= part.Length)
                yield break;
        }
    }

    /// <summary>A whole file that the journal vouches for.</summary>
    /// <exception cref="CommandRefusedException">It is not as the journal has it.</exception>
    public async Task<byte[]> Whole(RunId run, StoredFile file, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await foreach (var piece in Pieces(run, file.Path, cancellation))
            bytes.Write(piece);
        var whole = bytes.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(whole)) == file.Sha256 ? whole : throw Damaged(run, file);
    }

    public static CommandRefusedException Damaged(RunId run, StoredFile file) =>
        new($"{file.Path} of run {run} is not the file that the journal has: it is damaged or gone. 'run verify {run}' says more, "
            + $"'run resume {run}' mends it.");

    /// <summary>Whoever answered last; then coordinators, which see the workspace wherever there is one; then GPU nodes.</summary>
    private IEnumerable<string> Nodes() => cluster.Members
        .Where(member => member is { Reachable: true, Status: "up" } && member.Roles.Any(role => role is Roles.Coordinator or Roles.Gpu))
        .OrderByDescending(member => member.Address == _answeredLast).ThenByDescending(member => member.Roles.Contains(Roles.Coordinator))
        .Select(member => member.Address);
}
