using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Which way each voxel axis of a scan runs through the patient.</summary>
/// <param name="PatientAxis">For each voxel axis, the patient's axis it is closest to: 0 right, 1 front, 2 up.</param>
/// <param name="IsFlipped">For each voxel axis, whether it runs against that direction.</param>
public sealed record Orientation(ImmutableArray<int> PatientAxis, ImmutableArray<bool> IsFlipped)
{
    /// <summary>One letter per voxel axis for the direction it points to: <c>RAS</c>, <c>LPS</c>, <c>PSR</c>…</summary>
    public string Code => string.Concat(Enumerable.Range(0, 3).Select(i => (IsFlipped[i] ? "LPI" : "RAS")[PatientAxis[i]]));

    /// <summary>The voxel axis that becomes x, y and z (right, front, up) once the scan is reoriented.</summary>
    public ImmutableArray<int> VoxelAxisOf => [PatientAxis.IndexOf(0), PatientAxis.IndexOf(1), PatientAxis.IndexOf(2)];

    /// <summary>The closest one for an affine, oblique ones included.</summary>
    /// <remarks>As nibabel's io_orientation: the rotation nearest to the affine's axes, ties settled from the first voxel axis on.</remarks>
    public static Orientation Of(Affine affine)
    {
        var rotation = NearestRotation.To(affine);
        int[] patientAxis = new int[3];
        bool[] isFlipped = new bool[3], taken = new bool[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var best = -1;
            for (var row = 0; row < 3; row++)
                if (!taken[row] && (best < 0 || Math.Abs(rotation[row, axis]) > Math.Abs(rotation[best, axis])))
                    best = row;
            taken[best] = true;
            patientAxis[axis] = best;
            isFlipped[axis] = rotation[best, axis] < 0;
        }
        return new Orientation(ImmutableArray.Create(patientAxis), ImmutableArray.Create(isFlipped));
    }

    /// <summary>Sizes along x, y, z after reorientation.</summary>
    public ImmutableArray<int> Reorient(ImmutableArray<int> shape) => [.. VoxelAxisOf.Select(axis => shape[axis])];

    /// <summary>The affine of the reoriented scan: the same millimetres for the same voxel.</summary>
    public Affine Reorient(Affine affine, ImmutableArray<int> shape)
    {
        var rows = new double[12];
        for (var row = 0; row < 3; row++)
        {
            rows[4 * row + 3] = affine[row, 3];
            for (var axis = 0; axis < 3; axis++)
            {
                var step = affine[row, axis];
                rows[4 * row + PatientAxis[axis]] = IsFlipped[axis] ? 0 - step : step; // 0 - 0 is 0, but -0 would be printed as -0
                if (IsFlipped[axis])
                    rows[4 * row + 3] += step * (shape[axis] - 1);
            }
        }
        return new Affine(ImmutableArray.Create(rows));
    }
}
