using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>Puts weights back into a network of the very shape that they were written from.</summary>
internal static class StoredWeights
{
    /// <summary>Of a network with a name of 50 letters for each of ten thousand tensors; the format allows a hundred times as much.</summary>
    private const long LongestHeader = 1 << 20;

    /// <summary>To be asked before a network is built: what a specification says of its size costs memory, and the file shows whether it is true.</summary>
    /// <param name="needed">Numbers that the network holds at least.</param>
    /// <exception cref="SafeTensorsException">The file has fewer.</exception>
    public static void RefuseTooFew(string path, long needed)
    {
        using var file = SafeTensorsFile.Open(path, longestHeader: LongestHeader);
        if (file.Entries.Sum(entry => (entry.End - entry.Start) / entry.Type.BytesPerElement) is var there && there < needed)
            throw new SafeTensorsException(path, FormattableString.Invariant(
                $"they are {there} numbers, and the network of the specification has at least {needed}. Do the weights belong to this specification?"));
    }

    /// <exception cref="SafeTensorsException">A tensor is missing, has another shape or type, or has no place in the network.</exception>
    public static void Load(nn.Module network, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var file = SafeTensorsFile.Open(path, longestHeader: LongestHeader);
        var stored = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var wanted = network.state_dict();
        foreach (var (name, target) in wanted)
            if (!stored.TryGetValue(name, out var entry) || !entry.Shape.AsSpan().SequenceEqual(target.shape) || entry.Type.Stored != target.dtype)
                throw new SafeTensorsException(path,
                    $"tensor {name} of shape [{string.Join(", ", target.shape)}] is not in it as the network needs it. Do the weights "
                    + "belong to this specification?");
        if (stored.Keys.FirstOrDefault(name => !wanted.ContainsKey(name)) is { } stranger)
            throw new SafeTensorsException(path, $"tensor {stranger} has no place in the network. Do the weights belong to this specification?");
        foreach (var (name, target) in wanted)
        {
            using var read = file.Read(stored[name]);
            if (read.is_floating_point() && !read.isfinite().all().item<bool>())
                throw new SafeTensorsException(path, $"tensor {name} holds what is no number, which no training leaves. Export the run again.");
            target.copy_(read);
        }
    }
}
