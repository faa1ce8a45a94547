using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using AxSpa.Plots;

namespace AxSpa.Trainer.Explaining;

/// <summary>A line of maps.csv: where in a patient's scan the network finds most, and the files that show it.</summary>
/// <param name="Greatest">Log-odds, as the method counts them (<see cref="MapMethods.Title"/>); 0: nothing in the scan speaks for the disease.</param>
internal sealed record ScanExplanation(
    string PatientId, string Scan, MapMethod Method, string Map, string Picture, double Greatest, (int I, int J, int K) Peak,
    (double X, double Y, double Z) PeakMm)
{
    public const string Header = "patient_id,scan,method,map,picture,greatest,peak_i,peak_j,peak_k,peak_right_mm,peak_front_mm,peak_up_mm";

    /// <summary>Writes the map as NIfTI on the scan's own grid, and a picture of three planes through its peak.</summary>
    /// <param name="folder">Gets <c>{stem}_gradcam.nii.gz</c> and <c>.png</c>, or the same with <c>_occlusion</c>.</param>
    /// <param name="volume">Which volume of a 4-D file.</param>
    /// <param name="title">For the picture; two lines at most.</param>
    public static ScanExplanation Write(
        string folder, string stem, string patientId, ScanSource source, int? volume, InputGeometry geometry, MapMethod method, FeatureMap map, string title,
        ReadPermit? permit)
    {
        source.RequireUnchanged(permit);
        using var image = NiftiImage.Open(source.Path, permit);
        using var raw = image.ReadVolume(volume ?? 0);
        var shape = image.Header.SpatialShape;
        var inverse = PreparationInverse.Of(image.Affine, shape, geometry);
        var heat = ScanHeatmap.Of(map, inverse, shape, image.Affine);
        var (mapFile, picture) = ($"{stem}_{method.Word()}.nii.gz", $"{stem}_{method.Word()}.png");
        NiftiWriter.WriteWhole(Path.Combine(folder, mapFile), shape, image.Affine, heat.Values);

        var voxels = new double[raw.Count];
        raw.CopyScaled(0, voxels);
        var axes = image.Orientation.Axes; // a picture is looked at as a person lies, whatever frame the network saw
        OrientedVolume Oriented(float[] stored) => OrientedVolume.Of(axes, shape, image.Affine.SpacingMm, stored);
        var at = axes.Reorient([.. heat.Peak.Select((index, axis) => axes.IsFlipped[axis] ? shape[axis] - 1 - index : index)]);
        var planes = ScanPlanes.Through(Oriented(Array.ConvertAll(voxels, value => (float)value)), Oriented(heat.Values), at,
            axes.Reorient(image.Affine, shape));
        AtomicFile.Write(Path.Combine(folder, picture),
            ScanHeatmapPlot.Draw(title, planes, heat.Greatest > 0 ? heat.Greatest.ToString("G2", CultureInfo.InvariantCulture) : "nothing"));
        return new ScanExplanation(
            patientId, source.Name, method, mapFile, picture, heat.Greatest, (heat.Peak[0], heat.Peak[1], heat.Peak[2]),
            (heat.PeakMm[0], heat.PeakMm[1], heat.PeakMm[2]));
    }

    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{CsvCell.Quoted(PatientId)},{CsvCell.Quoted(Scan)},{Method.Word()},{Map},{Picture},{Greatest:R},"
        + $"{Peak.I},{Peak.J},{Peak.K},{PeakMm.X:F1},{PeakMm.Y:F1},{PeakMm.Z:F1}\n");
}
