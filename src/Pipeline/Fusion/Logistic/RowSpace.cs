namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// A matrix with more columns than rows, seen in the space that its rows span. The penalty is the length of the coefficients, which no
/// rotation changes, and coefficients outside that space would only add to it. So the same regression has as many unknowns as there are
/// rows, and a table of a thousand columns costs no thousand times a thousand.
/// </summary>
/// <remarks>Hastie and Tibshirani, Efficient quadratic regularization for expression arrays. Biostatistics 5 (2004), 329–340.</remarks>
internal sealed class RowSpace
{
    /// <summary>Of a row, relative to its length, what counts as lying in the space of those before it.</summary>
    private const double Nothing = 1e-13;

    private readonly List<double[]> _basis = []; // [rank][columns], orthonormal
    private readonly int _columns;

    /// <param name="matrix">Not changed.</param>
    public RowSpace(DesignMatrix matrix)
    {
        _columns = matrix.Columns.Length;
        var coordinates = new double[matrix.Rows][];
        for (var row = 0; row < matrix.Rows; row++)
        {
            var left = new double[_columns];
            for (var column = 0; column < _columns; column++) left[column] = matrix.Columns[column][row];
            var length = Math.Sqrt(FixedOrder.Dot(left, left));
            var along = new double[_basis.Count + 1];
            for (var pass = 0; pass < 2; pass++) // twice is enough: once leaves what rounding put in
                for (var k = 0; k < _basis.Count; k++)
                {
                    var part = FixedOrder.Dot(left, _basis[k]);
                    along[k] += part;
                    FixedOrder.Add(left, -part, _basis[k]);
                }
            var rest = Math.Sqrt(FixedOrder.Dot(left, left));
            coordinates[row] = along;
            if (rest <= Nothing * length) continue;
            along[^1] = rest;
            _basis.Add(Array.ConvertAll(left, value => value / rest));
        }
        var columns = _basis.Select(_ => new double[matrix.Rows]).ToArray();
        for (var row = 0; row < matrix.Rows; row++)
            for (var k = 0; k < Math.Min(columns.Length, coordinates[row].Length); k++) columns[k][row] = coordinates[row][k];
        Coordinates = new DesignMatrix([.. _basis.Select((_, k) => $"direction {k}")], matrix.Rows, columns);
    }

    /// <summary>[rows × rank]</summary>
    public DesignMatrix Coordinates { get; }

    /// <returns>The coefficients of the columns, from those of the coordinates.</returns>
    public double[] Back(ReadOnlySpan<double> coefficients)
    {
        var back = new double[_columns];
        for (var k = 0; k < _basis.Count; k++) FixedOrder.Add(back, coefficients[k], _basis[k]);
        return back;
    }
}
