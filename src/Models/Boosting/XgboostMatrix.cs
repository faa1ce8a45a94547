using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Boosting;

/// <summary>The library's own copy of a <see cref="FeatureMatrix"/>, freed with the last reference to it.</summary>
internal sealed unsafe class XgboostMatrix : SafeHandle
{
    // A booster remembers the margins of a matrix it has seen and adds only the new trees: with one native matrix for each
    // FeatureMatrix, asking for the held-out margins after every round costs one tree, not all of them.
    private static readonly ConditionalWeakTable<FeatureMatrix, XgboostMatrix> Copies = [];

    private XgboostMatrix(nint native) : base(0, ownsHandle: true) => SetHandle(native);

    public override bool IsInvalid => handle == 0;

    public nint Native => handle;

    /// <summary>Rows to predict; the same instance gives the same native matrix. Its values must not change afterwards.</summary>
    public static XgboostMatrix Of(FeatureMatrix rows) => Copies.GetValue(rows, static fresh => Copy(fresh));

    /// <summary>Rows to learn from.</summary>
    public static XgboostMatrix Labelled(FeatureMatrix rows, ReadOnlySpan<bool> isCase)
    {
        if (isCase.Length != rows.Rows)
            throw new ArgumentException($"{isCase.Length} labels for {rows.Rows} rows.", nameof(isCase));
        var labels = new float[rows.Rows];
        for (var row = 0; row < labels.Length; row++)
            labels[row] = isCase[row] ? 1 : 0;
        var matrix = Copy(rows);
        fixed (float* values = labels)
            XgboostApi.Check(XgboostApi.XGDMatrixSetFloatInfo(matrix.handle, "label", values, (ulong)labels.Length), "XGDMatrixSetFloatInfo");
        return matrix;
    }

    private static XgboostMatrix Copy(FeatureMatrix rows)
    {
        var columns = rows.Columns.Count;
        if (rows.Rows == 0 || columns == 0 || rows.Values.Length != rows.Rows * columns)
            throw new ArgumentException($"{rows.Values.Length} values for {rows.Rows} rows of {columns} columns.", nameof(rows));
        fixed (float* values = rows.Values)
        {
            XgboostApi.Check(XgboostApi.XGDMatrixCreateFromMat(values, (ulong)rows.Rows, (ulong)columns, float.NaN, out var native), "XGDMatrixCreateFromMat");
            return new XgboostMatrix(native);
        }
    }

    protected override bool ReleaseHandle() => XgboostApi.XGDMatrixFree(handle) == 0;
}
