namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>Solves symmetric positive definite equations in place: A = L Lᵀ, then two triangles.</summary>
/// <remarks>Golub and Van Loan, Matrix Computations, 4th edition 2013, section 4.2.</remarks>
internal static class Cholesky
{
    /// <param name="a">[order × order], of which the lower triangle is read, row after row; holds L afterwards.</param>
    /// <param name="b">[order] the right side; holds the solution afterwards.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite in double precision.</exception>
    public static void Solve(double[] a, double[] b)
    {
        var order = b.Length;
        for (var row = 0; row < order; row++)
        {
            var ofRow = a.AsSpan(row * order, row + 1);
            for (var column = 0; column < row; column++)
                ofRow[column] = (ofRow[column] - FixedOrder.Dot(ofRow[..column], a.AsSpan(column * order, column))) / a[column * order + column];
            var pivot = ofRow[row] - FixedOrder.Dot(ofRow[..row], ofRow[..row]);
            if (!(pivot > 0)) throw new ArithmeticException($"The matrix is not positive definite: pivot {row} is {pivot}.");
            ofRow[row] = Math.Sqrt(pivot);
        }
        for (var row = 0; row < order; row++)
            b[row] = (b[row] - FixedOrder.Dot(a.AsSpan(row * order, row), b.AsSpan(0, row))) / a[row * order + row];
        for (var row = order - 1; row >= 0; row--)
        {
            b[row] /= a[row * order + row];
            FixedOrder.Add(b.AsSpan(0, row), -b[row], a.AsSpan(row * order, row));
        }
    }
}
