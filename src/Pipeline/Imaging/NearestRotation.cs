namespace AxSpa.Pipeline.Imaging;

/// <summary>The orthogonal matrix nearest to an affine's axes scaled to length 1, reflections included.</summary>
internal static class NearestRotation
{
    /// <summary>Convergence is quadratic; a matrix that <see cref="NiftiAffine"/> lets pass needs fewer than 25 steps.</summary>
    private const int MostSteps = 100;

    /// <returns>[row, column]. The affine must not be singular.</returns>
    /// <remarks>Higham 1986: Newton's iteration X ← (X + X⁻ᵀ)/2 for the orthogonal factor of the polar decomposition.</remarks>
    public static double[,] To(Affine affine)
    {
        var spacing = affine.SpacingMm;
        var x = new double[3, 3];
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 3; column++)
                x[row, column] = affine[row, column] / spacing[column];

        for (var step = 0; step < MostSteps; step++)
        {
            var cofactors = Cofactors(x);
            var determinant = x[0, 0] * cofactors[0, 0] + x[0, 1] * cofactors[0, 1] + x[0, 2] * cofactors[0, 2];
            var change = 0.0;
            for (var row = 0; row < 3; row++)
                for (var column = 0; column < 3; column++)
                {
                    var next = (x[row, column] + cofactors[row, column] / determinant) / 2; // X⁻ᵀ = cofactors / determinant
                    change = Math.Max(change, Math.Abs(next - x[row, column]));
                    x[row, column] = next;
                }
            if (change < 1e-15)
                break;
        }
        return x;
    }

    private static double[,] Cofactors(double[,] x)
    {
        var cofactors = new double[3, 3];
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 3; column++)
            {
                var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
                cofactors[row, column] = x[r1, c1] * x[r2, c2] - x[r1, c2] * x[r2, c1];
            }
        return cofactors;
    }
}
