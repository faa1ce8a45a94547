using AxSpa.Models.ResNet3D;
using AxSpa.Pipeline.Access;
using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>Starts a 3D ResNet from weights that a network of the same depth and width learned elsewhere, on photographs or on volumes.</summary>
/// <remarks>
/// Names are torchvision's. A 2D kernel is repeated over depth and divided by it, so that a volume of equal slices gives the
/// activation of one slice (Carreira and Zisserman 2017, I3D). Three input channels are summed, which is what a grey picture
/// in an RGB network amounts to. Everything but the head (fc) is loaded.
/// </remarks>
internal static class PretrainedWeights
{
    private const string Head = "fc.";
    private const string Counter = "num_batches_tracked";   // not in every file, and without effect here

    /// <param name="Loaded">Tensors taken from the file.</param>
    /// <param name="LeftAtRandom">Tensors of the head, which keep their first weights.</param>
    public sealed record Matched(int Loaded, int LeftAtRandom);

    /// <exception cref="SafeTensorsException">The file does not fit the network; the first mismatch is named.</exception>
    public static Matched Load(ResNet3DNetwork network, string path, ReadPermit? permit = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var file = SafeTensorsFile.Open(path, permit);
        var stored = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var wanted = network.state_dict().Where(entry => !entry.Key.EndsWith(Counter, StringComparison.Ordinal)).ToArray();
        var body = wanted.Where(entry => !entry.Key.StartsWith(Head, StringComparison.Ordinal)).ToArray();

        // All is compared before anything is changed.
        foreach (var (name, target) in body)
            if (!stored.TryGetValue(name, out var entry))
                throw new SafeTensorsException(
                    path, $"tensor {name} is not in it, expected with shape {Shape(target.shape)}. Is it a ResNet of the depth that mri.network names?");
            else if (!Fits(entry.Shape.AsSpan(), target.shape))
                throw new SafeTensorsException(path,
                    $"tensor {name} has shape {Shape(entry.Shape)}, expected {Expected(target.shape)}. Do mri.network and mri.width agree with the file?");
        var known = body.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        if (file.Entries.FirstOrDefault(entry => !known.Contains(entry.Name) && !entry.Name.StartsWith(Head, StringComparison.Ordinal)
                && !entry.Name.EndsWith(Counter, StringComparison.Ordinal)) is { } unknown)
            throw new SafeTensorsException(
                path, $"tensor {unknown.Name} with shape {Shape(unknown.Shape)} has no place in the network. Is the file of a deeper ResNet than mri.network?");

        foreach (var (name, target) in body)
            target.copy_(Inflate(file.Read(stored[name]), target.shape));
        return new(body.Length, wanted.Length - body.Length);
    }

    private static bool Fits(ReadOnlySpan<long> stored, long[] target)
    {
        if (stored.SequenceEqual(target))
            return true;
        if (target.Length != 5 || stored.Length is not (4 or 5))
            return false;
        var channelsFit = stored[1] == target[1] || target[1] == 1 && stored[1] == 3;
        return stored[0] == target[0] && channelsFit && stored[^2] == target[3] && stored[^1] == target[4] && (stored.Length == 4 || stored[2] == target[2]);
    }

    /// <param name="weight">[out, in, h, w], [out, in, d, h, w] or any shape that needs no change.</param>
    private static Tensor Inflate(Tensor weight, long[] target)
    {
        if (target.Length == 5 && weight.dim() == 4)
            weight = weight.unsqueeze(2).expand(-1, -1, target[2], -1, -1) / target[2];
        return target.Length == 5 && weight.shape[1] != target[1] ? weight.sum(1, keepdim: true) : weight;
    }

    private static string Expected(long[] target) => target.Length != 5 ? Shape(target)
        : $"{Shape([target[0], target[1], target[3], target[4]])} or {Shape(target)}";

    private static string Shape(IEnumerable<long> sizes) => $"[{string.Join(", ", sizes)}]";
}
