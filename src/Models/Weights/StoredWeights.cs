using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>Puts weights back into a network of the very shape that they were written from.</summary>
internal static class StoredWeights
{
    /// <exception cref="SafeTensorsException">A tensor is missing, has another shape or type, or has no place in the network.</exception>
    public static void Load(nn.Module network, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var file = SafeTensorsFile.Open(path);
        var stored = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var wanted = network.state_dict();
        foreach (var (name, target) in wanted)
            if (!stored.TryGetValue(name, out var entry) || !entry.Shape.AsSpan().SequenceEqual(target.shape) || entry.Type.Stored != target.dtype)
                throw new SafeTensorsException(path, $"tensor {name} of shape [{string.Join(", ", target.shape)}] is not in it as the network needs it. Do the weights belong to this specification?");
        if (stored.Keys.FirstOrDefault(name => !wanted.ContainsKey(name)) is { } stranger)
            throw new SafeTensorsException(path, $"tensor {stranger} has no place in the network. Do the weights belong to this specification?");
        foreach (var (name, target) in wanted)
            target.copy_(file.Read(stored[name]));
    }
}
