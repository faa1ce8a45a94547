using System.Runtime.InteropServices;

namespace AxSpa.Models.Boosting;

/// <summary>
/// The few functions of XGBoost's C API (c_api.h, stable since 1.6) that training and explaining need. Each returns 0, or −1
/// with a text in <see cref="XGBGetLastError"/>. Buffers that come back belong to the booster and live until its next call.
/// </summary>
internal static unsafe partial class XgboostApi
{
    private const string Library = "xgboost";

    static XgboostApi() => NativeLibrary.SetDllImportResolver(typeof(XgboostApi).Assembly,
        (name, _, _) => name == Library ? XgboostSearch.Load() : 0);

    /// <summary>Throws what the library says when a call did not return 0.</summary>
    public static void Check(int result, string call)
    {
        if (result != 0)
            throw new XgboostException($"XGBoost's {call} failed: {Marshal.PtrToStringUTF8(XGBGetLastError())?.Trim()}");
    }

    [LibraryImport(Library)]
    public static partial nint XGBGetLastError();

    [LibraryImport(Library)]
    public static partial void XGBoostVersion(out int major, out int minor, out int patch);

    [LibraryImport(Library)]
    public static partial int XGDMatrixCreateFromMat(float* data, ulong rows, ulong columns, float missing, out nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetFloatInfo(nint matrix, string field, float* values, ulong count);

    [LibraryImport(Library)]
    public static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library)]
    public static partial int XGBoosterCreate(nint* matrices, ulong count, out nint booster);

    [LibraryImport(Library)]
    public static partial int XGBoosterFree(nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetParam(nint booster, string name, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetStrFeatureInfo(nint booster, string field, string[] values, ulong count);

    [LibraryImport(Library)]
    public static partial int XGBoosterUpdateOneIter(nint booster, int iteration, nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterPredictFromDMatrix(nint booster, nint matrix, string options, out ulong* shape, out ulong dimensions, out float* values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSaveModelToBuffer(nint booster, string options, out ulong length, out byte* bytes);

    [LibraryImport(Library)]
    public static partial int XGBoosterLoadModelFromBuffer(nint booster, byte* bytes, ulong length);
}
