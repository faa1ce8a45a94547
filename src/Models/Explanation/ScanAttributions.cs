using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// What the MRI branch looks at in a scan: a map of every fold model, averaged over the models, as the branch averages their log-odds.
/// Grad-CAM where a deep layer has enough cells to say where, else occlusion.
/// </summary>
public static class ScanAttributions
{
    /// <param name="scans">Positions in the cohort's scans.</param>
    /// <param name="workspace">What the paths of the scans are relative to.</param>
    /// <param name="progress">Fold models done, of how many.</param>
    /// <returns>[scans]</returns>
    public static (MapMethod Method, ImmutableArray<FeatureMap> Maps) Of(
        RunSpecification specification, IReadOnlyList<FrozenFold> folds, PreparedCohort cohort, ImmutableArray<int> scans, string workspace, string device,
        Action<int, int> progress)
    {
        var on = TrainingDevice.Of(device);
        var size = cohort.VolumeSize ?? specification.Mri!.Input.Size;
        var layer = GradCam.LayerFor(size[0], size[1]);
        var files = new VolumeFiles(workspace, size, scans.Length);
        var maps = scans.Select(_ => new List<FeatureMap>()).ToArray();
        for (var f = 0; f < folds.Count; f++)
        {
            using var scope = NewDisposeScope();
            using var model = BranchTrainers.Of(folds[f].Fold.Branch).Load(specification, folds[f], cohort, workspace, on);
            for (var scan = 0; scan < scans.Length; scan++)
            {
                using var one = NewDisposeScope();
                var volume = TorchTensor.Of(files.Read(cohort.Scans[scans[scan]]), [1, 1, size[2], size[1], size[0]], on);
                maps[scan].Add(layer is { } deep ? GradCam.Of((ResNet3DNetwork)model.Network, volume, deep) : OcclusionMap.Of(model.Network, volume));
            }
            progress(f + 1, folds.Count);
        }
        return (layer is null ? MapMethod.Occlusion : MapMethod.GradCam, [.. maps.Select(FeatureMap.Mean)]);
    }
}
