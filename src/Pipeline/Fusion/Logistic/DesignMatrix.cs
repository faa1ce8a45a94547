namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>What a regression learns from: finite numbers, column after column.</summary>
/// <param name="Names">[columns] for messages.</param>
/// <param name="Columns">[columns][rows]</param>
public sealed record DesignMatrix(IReadOnlyList<string> Names, int Rows, double[][] Columns)
{
    /// <exception cref="ArgumentException">A column has another length, or holds a value that is no finite number: names row and column.</exception>
    internal void Check()
    {
        if (Names.Count != Columns.Length) throw new ArgumentException($"There are {Columns.Length} columns and {Names.Count} names.");
        for (var column = 0; column < Columns.Length; column++)
        {
            if (Columns[column].Length != Rows)
                throw new ArgumentException($"Column '{Names[column]}' has {Columns[column].Length} rows, and the matrix has {Rows}.");
            if (Array.FindIndex(Columns[column], value => !double.IsFinite(value)) is >= 0 and var row)
                throw new ArgumentException(
                    $"Row {row} of column '{Names[column]}' is {Columns[column][row]}; a regression needs a finite number in every cell. Impute it first.");
        }
    }
}
