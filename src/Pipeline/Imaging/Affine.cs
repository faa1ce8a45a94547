using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>From voxel indices to millimetres in the patient: x to the right, y to the front, z up.</summary>
/// <param name="Rows">Three rows of four numbers; the fourth column is the position of voxel (0, 0, 0).</param>
public sealed record Affine(ImmutableArray<double> Rows)
{
    public double this[int row, int column] => Rows[4 * row + column];

    /// <summary>Distance in mm between neighbours along each voxel axis.</summary>
    public ImmutableArray<double> SpacingMm => [LengthOf(0), LengthOf(1), LengthOf(2)];

    public bool IsFinite => Rows.All(double.IsFinite);

    public ImmutableArray<double> Apply(double i, double j, double k) => [Row(0, i, j, k), Row(1, i, j, k), Row(2, i, j, k)];

    /// <summary>Volume spanned by the three axes scaled to length 1: 1 for a box, 0 when they lie in a plane.</summary>
    public double UnitVolume()
    {
        var scale = LengthOf(0) * LengthOf(1) * LengthOf(2);
        return scale == 0 ? 0 : Math.Abs(Determinant()) / scale;
    }

    public bool Equals(Affine? other) => other is not null && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    public override int GetHashCode() => Rows.Aggregate(17, HashCode.Combine);

    private double Row(int r, double i, double j, double k) => this[r, 0] * i + this[r, 1] * j + this[r, 2] * k + this[r, 3];

    private double LengthOf(int column) =>
        Math.Sqrt(this[0, column] * this[0, column] + this[1, column] * this[1, column] + this[2, column] * this[2, column]);

    private double Determinant() =>
        this[0, 0] * (this[1, 1] * this[2, 2] - this[1, 2] * this[2, 1])
        - this[0, 1] * (this[1, 0] * this[2, 2] - this[1, 2] * this[2, 0])
        + this[0, 2] * (this[1, 0] * this[2, 1] - this[1, 1] * this[2, 0]);
}
