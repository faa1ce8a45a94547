using System.Globalization;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Boosting;

/// <summary>One ensemble of trees inside the library. Not for use by two threads at once.</summary>
internal sealed unsafe class XgboostBooster : IBooster
{
    private enum Prediction { Margin = 1, Contributions = 2 }

    private readonly XgboostMatrix? _training;
    private nint _booster;
    private int _rounds;

    private XgboostBooster(nint booster, XgboostMatrix? training) => (_booster, _training) = (booster, training);

    public static XgboostBooster Begin(XgboostMatrix training, string[] columns, (string Name, string Value)[] parameters)
    {
        var matrix = training.Native;
        XgboostApi.Check(XgboostApi.XGBoosterCreate(&matrix, 1, out var native), "XGBoosterCreate");
        var booster = new XgboostBooster(native, training);
        try
        {
            foreach (var (name, value) in parameters)
                XgboostApi.Check(XgboostApi.XGBoosterSetParam(native, name, value), "XGBoosterSetParam");
            XgboostApi.Check(XgboostApi.XGBoosterSetStrFeatureInfo(native, "feature_name", columns, (ulong)columns.Length), "XGBoosterSetStrFeatureInfo");
        }
        catch
        {
            booster.Dispose();
            throw;
        }
        return booster;
    }

    public static XgboostBooster Load(ReadOnlySpan<byte> json)
    {
        XgboostApi.Check(XgboostApi.XGBoosterCreate(null, 0, out var native), "XGBoosterCreate");
        var booster = new XgboostBooster(native, training: null);
        try
        {
            fixed (byte* bytes = json)
                XgboostApi.Check(XgboostApi.XGBoosterLoadModelFromBuffer(native, bytes, (ulong)json.Length), "XGBoosterLoadModelFromBuffer");
            XgboostApi.Check(XgboostApi.XGBoosterSetParam(native, "nthread", "1"), "XGBoosterSetParam");
        }
        catch
        {
            booster.Dispose();
            throw;
        }
        return booster;
    }

    public void Grow()
    {
        var training = _training ?? throw new InvalidOperationException("A booster read from a file has no training rows to grow on.");
        ObjectDisposedException.ThrowIf(_booster == 0, this);
        XgboostApi.Check(XgboostApi.XGBoosterUpdateOneIter(_booster, _rounds, training.Native), "XGBoosterUpdateOneIter");
        _rounds++;
    }

    public float[] Margins(FeatureMatrix rows) => Predict(rows, Prediction.Margin, rows.Rows);

    public float[,] Contributions(FeatureMatrix rows)
    {
        var width = rows.Columns.Count + 1;
        var flat = Predict(rows, Prediction.Contributions, rows.Rows * width);
        var table = new float[rows.Rows, width];
        Buffer.BlockCopy(flat, 0, table, 0, flat.Length * sizeof(float));
        return table;
    }

    public byte[] ToJson()
    {
        ObjectDisposedException.ThrowIf(_booster == 0, this);
        XgboostApi.Check(XgboostApi.XGBoosterSaveModelToBuffer(_booster, """{"format":"json"}""", out var length, out var bytes), "XGBoosterSaveModelToBuffer");
        return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
    }

    public void Dispose()
    {
        if (_booster == 0)
            return;
        _ = XgboostApi.XGBoosterFree(_booster);
        _booster = 0;
        _training?.Dispose();
    }

    /// <param name="expected">How many numbers must come back; the library's buffer is copied at once.</param>
    private float[] Predict(FeatureMatrix rows, Prediction kind, int expected)
    {
        ObjectDisposedException.ThrowIf(_booster == 0, this);
        var matrix = XgboostMatrix.Of(rows);
        var options = string.Create(CultureInfo.InvariantCulture,
            $$"""{"type":{{(int)kind}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}""");
        XgboostApi.Check(XgboostApi.XGBoosterPredictFromDMatrix(_booster, matrix.Native, options, out var shape, out var dimensions, out var values),
            "XGBoosterPredictFromDMatrix");
        var count = 1ul;
        for (var d = 0ul; d < dimensions; d++)
            count *= shape[d];
        if (count != (ulong)expected)
            throw new XgboostException($"XGBoost predicted {count} numbers, expected {expected}: the rows have {rows.Columns.Count} "
                + "columns, the model other ones.");
        GC.KeepAlive(matrix);
        return new ReadOnlySpan<float>(values, expected).ToArray();
    }
}
