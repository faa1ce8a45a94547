using System.Runtime.InteropServices;
using AxSpa.Models.ResNet3D;
using AxSpa.Pipeline.Explanation;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// Gradient-weighted class activation mapping: which cells of a convolutional layer push the log-odds of the disease up. The channels
/// of the layer are summed with the mean gradient of the log-odds as weights, and what is left below zero is cut off.
/// </summary>
/// <remarks>Selvaraju et al., ICCV 2017.</remarks>
internal static class GradCam
{
    /// <summary>
    /// A map of fewer cells across says too little about place (7 across is usual for pictures of 224 pixels). On phantoms of 48 × 48 × 16 voxels with one
    /// lesion the peak was off by 14 mm in the median with the 6 cells of layer 2, and by 38 mm with the 3 of layer 3 (benchmarks/results/maps.md).
    /// </summary>
    public const int FewestCells = 6;

    /// <summary>The deepest layer with at least <see cref="FewestCells"/> cells along x and y: deep layers know what, shallow ones where.</summary>
    /// <returns>
    /// 2 to 4; null for a volume too small for any of them. The first layer is never taken: on phantoms of the demo's size (24 × 24 × 12) its peaks were 52 mm
    /// off in the median. Nor are variants that let positive gradients alone count, as Grad-CAM++ does: they were no nearer, and with random weights they came
    /// nearer
    /// than Grad-CAM, so they show more of the brightness of the scan and less of the network (Adebayo et al., NeurIPS 2018).
    /// </returns>
    public static int? LayerFor(int width, int height) => Enumerable.Range(2, ResNet3DNetwork.Layers - 1).Reverse()
        .Select(layer => (int?)layer).FirstOrDefault(layer => Cells(width, layer!.Value) >= FewestCells && Cells(height, layer.Value) >= FewestCells);

    /// <param name="network">In evaluation mode.</param>
    /// <param name="volume">[1, 1, z, y, x].</param>
    /// <param name="layer">1 to 4.</param>
    public static FeatureMap Of(ResNet3DNetwork network, Tensor volume, int layer)
    {
        using var scope = NewDisposeScope();
        Tensor activation;
        using (no_grad())
            activation = network.UpTo(layer, volume);                              // [1, channels, d, h, w]
        activation.requires_grad_(true);
        var logit = network.LogitsFrom(layer, activation).sum();
        var gradient = autograd.grad([logit], [activation])[0];
        using var noGradient = no_grad();
        var weights = gradient.mean([2, 3, 4], keepdim: true);                     // [1, channels, 1, 1, 1]
        var map = weights.mul(activation).sum(1).relu().cpu().contiguous();        // [1, d, h, w]
        var values = MemoryMarshal.Cast<byte, float>(map.bytes).ToArray();
        var (strideZ, strideXy) = ResNet3DNetwork.Strides(layer);
        return new FeatureMap((int)map.shape[1], (int)map.shape[2], (int)map.shape[3], values, strideZ, strideXy, strideXy);
    }

    private static int Cells(int voxels, int layer)
    {
        var stride = ResNet3DNetwork.Strides(layer).Xy;
        return (voxels + stride - 1) / stride;
    }
}
