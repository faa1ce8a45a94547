using System.Numerics;

namespace AxSpa.Models.ClinicalNet;

/// <summary>As many numbers as a register holds, read and written anywhere. The bounds are the caller's business.</summary>
internal static class FloatVectors
{
    public static int Lanes => Vector<float>.Count;

    public static Vector<float> Load(ref float start, int at) => Vector.LoadUnsafe(ref start, (nuint)at);

    public static void Store(Vector<float> value, ref float start, int at) => value.StoreUnsafe(ref start, (nuint)at);
}
