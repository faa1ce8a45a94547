namespace AxSpa.Pipeline.Randomness;

/// <summary>
/// Philox4x32-10: a bijection of a 128-bit counter under a 64-bit key whose outputs are statistically random (it passes
/// BigCrush). There is no state to store: block n of a stream can be computed anywhere, in any order.
/// </summary>
/// <remarks>Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011. doi:10.1145/2063384.2063405</remarks>
internal static class Philox
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57; // from the paper, chosen for avalanche
    private const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;             // golden ratio and sqrt(3) - 1
    private const int Rounds = 10;

    public static (uint X0, uint X1, uint X2, uint X3) Block((uint X0, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key)
    {
        var (x0, x1, x2, x3) = counter;
        var (k0, k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var a = (ulong)MultiplierA * x0;
            var b = (ulong)MultiplierB * x2;
            (x0, x1, x2, x3) = ((uint)(b >> 32) ^ x1 ^ k0, (uint)b, (uint)(a >> 32) ^ x3 ^ k1, (uint)a);
            k0 += WeylA;
            k1 += WeylB;
        }
        return (x0, x1, x2, x3);
    }
}
