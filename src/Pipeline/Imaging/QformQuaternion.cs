namespace AxSpa.Pipeline.Imaging;

/// <summary>The rotation of an affine as the unit quaternion a qform stores (its real part is the positive root of the rest).</summary>
/// <param name="Handedness">−1 where the third axis has to be reversed to make the rotation a proper one.</param>
internal readonly record struct QformQuaternion(double B, double C, double D, double Handedness)
{
    /// <returns>Null where the axes are not at right angles: a qform cannot say that.</returns>
    /// <remarks>nifti1_io.c, nifti_mat44_to_quatern.</remarks>
    public static QformQuaternion? Of(Affine affine)
    {
        if (affine.UnitVolume() < 1 - 1e-6)
            return null;
        var r = NearestRotation.To(affine);
        var handedness = Determinant(r) < 0 ? -1.0 : 1.0;
        for (var row = 0; row < 3; row++)
            r[row, 2] *= handedness;

        // The largest of the four parts is taken from the diagonal, the others divide by it.
        double[] squares = [1 + r[0, 0] + r[1, 1] + r[2, 2], 1 + r[0, 0] - r[1, 1] - r[2, 2], 1 - r[0, 0] + r[1, 1] - r[2, 2], 1 - r[0, 0] - r[1, 1] + r[2, 2]];
        var largest = Array.IndexOf(squares, squares.Max());
        var part = Math.Sqrt(squares[largest]) / 2;
        var (ab, ac, ad) = ((r[2, 1] - r[1, 2]) / 4, (r[0, 2] - r[2, 0]) / 4, (r[1, 0] - r[0, 1]) / 4);
        var (bc, bd, cd) = ((r[0, 1] + r[1, 0]) / 4, (r[0, 2] + r[2, 0]) / 4, (r[1, 2] + r[2, 1]) / 4);
        var (a, b, c, d) = largest switch
        {
            0 => (part, ab / part, ac / part, ad / part),
            1 => (ab / part, part, bc / part, bd / part),
            2 => (ac / part, bc / part, part, cd / part),
            _ => (ad / part, bd / part, cd / part, part),
        };
        var sign = a < 0 ? -1 : 1;
        return new QformQuaternion(sign * b, sign * c, sign * d, handedness);
    }

    private static double Determinant(double[,] r) =>
        r[0, 0] * (r[1, 1] * r[2, 2] - r[1, 2] * r[2, 1])
        - r[0, 1] * (r[1, 0] * r[2, 2] - r[1, 2] * r[2, 0])
        + r[0, 2] * (r[1, 0] * r[2, 1] - r[1, 1] * r[2, 0]);
}
