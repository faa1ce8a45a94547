using System.Collections.Immutable;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Explanation;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// What a fold model of the MRI branch looks at in scans: Grad-CAM where a deep layer has enough cells to say where, else occlusion.
/// </summary>
internal static class ScanAttributions
{
    /// <param name="scans">Positions in the cohort's scans.</param>
    public static FoldMaps Of(FoldExplanationRequest request, ImmutableArray<int> scans)
    {
        var (cohort, on) = (request.Cohort, request.Device);
        var size = cohort.VolumeSize ?? request.Specification.Mri!.Input.Size;
        var layer = GradCam.LayerFor(size[0], size[1]);
        var files = new VolumeFiles(request.Workspace, size, scans.Length);
        var maps = ImmutableArray.CreateBuilder<FeatureMap>(scans.Length);
        using var scope = NewDisposeScope();
        using var model = request.Load();
        foreach (var scan in scans)
        {
            using var one = NewDisposeScope();
            var volume = TorchTensor.Of(files.Read(cohort.Scans[scan]), [1, 1, size[2], size[1], size[0]], on);
            maps.Add(layer is { } deep ? GradCam.Of((ResNet3DNetwork)model.Network, volume, deep) : OcclusionMap.Of(model.Network, volume));
            request.Progress(maps.Count, scans.Length);
        }
        return new FoldMaps(layer is null ? MapMethod.Occlusion : MapMethod.GradCam, maps.ToImmutable());
    }
}
