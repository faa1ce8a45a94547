using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Which way each voxel axis of a scan runs through the patient.</summary>
/// <param name="Axes">Into RAS: for each voxel axis, the patient's axis it is closest to: 0 right, 1 front, 2 up.</param>
public sealed record Orientation(FrameAxes Axes)
{
    /// <summary>One letter per voxel axis for the direction it points to: <c>RAS</c>, <c>LPS</c>, <c>PSR</c>…</summary>
    public string Code => string.Concat(Enumerable.Range(0, 3).Select(i => (Axes.IsFlipped[i] ? "LPI" : "RAS")[Axes.FrameAxis[i]]));

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
        return new Orientation(new FrameAxes(ImmutableArray.Create(patientAxis), ImmutableArray.Create(isFlipped)));
    }
}
