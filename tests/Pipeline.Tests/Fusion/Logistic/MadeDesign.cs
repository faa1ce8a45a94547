using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

/// <summary>Made rows whose outcome depends on their first two columns.</summary>
internal static class MadeDesign
{
    public static (DesignMatrix X, bool[] IsCase) Of(int rows, int columns, int number = 0)
    {
        var stream = RandomStream.From(7, "made design", number);
        var cells = Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => stream.NextGaussian()).ToArray()).ToArray();
        bool[] isCase = [.. Enumerable.Range(0, rows).Select(row => stream.NextGaussian() + cells[0][row] - (columns > 1 ? cells[1][row] : 0) > 0)];
        (isCase[0], isCase[1]) = (true, false);
        return (new DesignMatrix([.. Enumerable.Range(0, columns).Select(column => $"c{column}")], rows, cells), isCase);
    }

    /// <summary>The same as features of a fusion, every seventh cell of every second column missing, in five folds.</summary>
    public static (FeatureMatrix Rows, bool[] IsCase, int[] Fold) Features(int rows, int columns, int number = 0)
    {
        var (x, isCase) = Of(rows, columns, number);
        var values = new float[rows * columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[row * columns + column] = column % 2 == 1 && (row + column) % 7 == 0 ? float.NaN : (float)(10 * x.Columns[column][row] + column);
        return (new FeatureMatrix(x.Names, rows, values), isCase, [.. Enumerable.Range(0, rows).Select(row => row % 5)]);
    }

    public static DesignMatrix With(this DesignMatrix x, Func<double[][], double[][]> change) => x with { Columns = change(x.Columns) };
}
