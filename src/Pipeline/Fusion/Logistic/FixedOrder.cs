using System.Runtime.Intrinsics;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// Sums over vectors that add in one order on every machine: eight running sums, whatever width the processor has. An order that followed
/// the processor would give a model other last digits on another node.
/// </summary>
internal static class FixedOrder
{
    private const int Lanes = 4; // of a Vector256<double>, which is computed in parts where the processor has none

    /// <param name="b">As long as <paramref name="a"/>.</param>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 2 * Lanes <= a.Length; i += 2 * Lanes)
        {
            even += Vector256.Create(a.Slice(i, Lanes)) * Vector256.Create(b.Slice(i, Lanes));
            odd += Vector256.Create(a.Slice(i + Lanes, Lanes)) * Vector256.Create(b.Slice(i + Lanes, Lanes));
        }
        var sum = 0.0;
        for (; i < a.Length; i++) sum += a[i] * b[i];
        even += odd;
        return even[0] + even[1] + (even[2] + even[3]) + sum;
    }

    /// <summary><paramref name="to"/> += <paramref name="factor"/> · <paramref name="what"/>, element by element.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> what)
    {
        var factors = Vector256.Create(factor);
        var i = 0;
        for (; i + Lanes <= to.Length; i += Lanes)
            (Vector256.Create<double>(to.Slice(i, Lanes)) + factors * Vector256.Create(what.Slice(i, Lanes))).CopyTo(to.Slice(i, Lanes));
        for (; i < to.Length; i++) to[i] += factor * what[i];
    }
}
