using AxSpa.Pipeline.Explanation;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// How much the log-odds of the disease fall when a piece of the scan is covered with the median of it and what surrounds it. It asks the
/// network and nothing else, and takes a pass for each piece.
/// </summary>
/// <remarks>Zeiler and Fergus, ECCV 2014.</remarks>
internal static class OcclusionMap
{
    /// <summary>Along each axis, at most; a piece reaches one step to either side of its middle.</summary>
    private const int Cells = 6;

    private const int Batch = 16;

    /// <param name="network">In evaluation mode.</param>
    /// <param name="volume">[1, 1, z, y, x].</param>
    public static FeatureMap Of(nn.Module<Tensor, Tensor> network, Tensor volume)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int[] size = [(int)volume.shape[2], (int)volume.shape[3], (int)volume.shape[4]];
        int[] stride = [.. size.Select(voxels => (voxels + Cells - 1) / Cells)];
        int[] cells = [.. size.Zip(stride, (voxels, step) => (voxels + step - 1) / step)];
        var whole = network.call(volume).item<float>();
        var fallen = new float[cells[0] * cells[1] * cells[2]];
        for (var start = 0; start < fallen.Length; start += Batch)
        {
            using var batch = NewDisposeScope();
            var count = Math.Min(Batch, fallen.Length - start);
            var covered = cat([.. Enumerable.Range(start, count).Select(cell => Covered(volume, size, stride,
                [cell / (cells[1] * cells[2]), cell / cells[2] % cells[1], cell % cells[2]]))], 0);
            var logits = network.call(covered).cpu().data<float>().ToArray();
            for (var i = 0; i < count; i++)
                fallen[start + i] = Math.Max(0, whole - logits[i]);
        }
        return new FeatureMap(cells[0], cells[1], cells[2], fallen, stride[0], stride[1], stride[2]);
    }

    private static Tensor Covered(Tensor volume, int[] size, int[] stride, int[] cell)
    {
        var copy = volume.clone();
        // A piece is a fifth of what is around it: its lesion does not make the median, as it would a mean.
        Box(copy, size, stride, cell, steps: 1).fill_(Box(volume, size, stride, cell, steps: 2).median().item<float>());
        return copy;
    }

    private static Tensor Box(Tensor volume, int[] size, int[] stride, int[] cell, int steps)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            var (from, to) = (Math.Max(0, (cell[axis] - steps) * stride[axis]), Math.Min(size[axis], (cell[axis] + steps) * stride[axis] + 1));
            volume = volume.narrow(axis + 2, from, to - from);
        }
        return volume;
    }
}
