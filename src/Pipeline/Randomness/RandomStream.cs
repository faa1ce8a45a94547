using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AxSpa.Pipeline.Randomness;

/// <summary>
/// A stream of random numbers that is named, not stored: the run's random seed, a use (<see cref="RandomUse"/>) and indices
/// give the same numbers on every machine and .NET version. After a resume an epoch is simply drawn again from its start.
/// </summary>
/// <remarks>
/// SHA-256 of (seed, use, indices) gives the key and the upper half of the counter of <see cref="Philox"/>; the lower half
/// counts blocks. Not safe for two threads at once; take a stream each.
/// </remarks>
public sealed class RandomStream
{
    private readonly (uint K0, uint K1) _key;
    private readonly (uint Low, uint High) _stream;
    private (uint X0, uint X1, uint X2, uint X3) _block;
    private ulong _nextBlock;
    private int _wordsLeft;
    private double _spareGaussian = double.NaN;

    private RandomStream((uint, uint) key, (uint, uint) stream) => (_key, _stream) = (key, stream);

    /// <param name="randomSeed">The run's one seed.</param>
    /// <param name="use">One of <see cref="RandomUse"/>.</param>
    /// <param name="indices">Which of that use: fold, epoch, draw. (1) and (1, 0) are different streams.</param>
    public static RandomStream From(ulong randomSeed, string use, params ReadOnlySpan<int> indices)
    {
        ArgumentException.ThrowIfNullOrEmpty(use);
        var useBytes = Encoding.UTF8.GetByteCount(use);
        var length = 8 + 4 + useBytes + 4 * indices.Length;
        var name = length <= 256 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteUInt64LittleEndian(name, randomSeed);
        BinaryPrimitives.WriteInt32LittleEndian(name[8..], useBytes); // the length keeps a use and the indices after it apart
        Encoding.UTF8.GetBytes(use, name[12..]);
        for (var i = 0; i < indices.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(name[(12 + useBytes + 4 * i)..], indices[i]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return new RandomStream((Word(hash, 0), Word(hash, 1)), (Word(hash, 2), Word(hash, 3)));
    }

    /// <summary>A seed for a generator that is not ours: Torch's process-wide one, or a library's own.</summary>
    public static ulong SeedFor(ulong randomSeed, string use, params ReadOnlySpan<int> indices) =>
        From(randomSeed, use, indices).NextUInt64();

    public uint NextUInt32()
    {
        if (_wordsLeft == 0)
            (_block, _wordsLeft) = (NextBlock(), 4);
        return _wordsLeft-- switch { 4 => _block.X0, 3 => _block.X1, 2 => _block.X2, _ => _block.X3 };
    }

    public ulong NextUInt64() => NextUInt32() | (ulong)NextUInt32() << 32;

    /// <returns>Uniform in [0, 1), a multiple of 2⁻⁵³.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <returns>Uniform in 0 .. <paramref name="exclusiveBound"/> − 1, without bias.</returns>
    /// <remarks>Lemire: Fast random integer generation in an interval. ACM TOMACS 29 (2019).</remarks>
    public int NextInt(int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveBound, 1);
        var bound = (uint)exclusiveBound;
        var product = (ulong)NextUInt32() * bound;
        if ((uint)product < bound)
        {
            var rejected = (uint)-bound % bound;
            while ((uint)product < rejected)
                product = (ulong)NextUInt32() * bound;
        }
        return (int)(product >> 32);
    }

    /// <returns>All of them where they are no more than <paramref name="most"/>, else so many, drawn without replacement, in ascending order.</returns>
    public int[] Some(int[] of, int most)
    {
        if (of.Length <= most) return of;
        int[] shuffled = [.. of];
        Shuffle(shuffled.AsSpan());
        return [.. shuffled.Take(most).Order()];
    }

    /// <summary>The same numbers as <see cref="NextInt"/>, called once for each, in a third of the time.</summary>
    public void NextInts(Span<int> numbers, int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveBound, 1);
        var bound = (uint)exclusiveBound;
        for (var i = 0; i < numbers.Length;)
        {
            if (_wordsLeft == 0 && numbers.Length - i >= 4)
            {
                var words = NextBlock();
                var (a, b, c, d) = ((ulong)words.X0 * bound, (ulong)words.X1 * bound, (ulong)words.X2 * bound, (ulong)words.X3 * bound);
                if ((uint)a >= bound && (uint)b >= bound && (uint)c >= bound && (uint)d >= bound)
                {
                    var four = numbers.Slice(i, 4);
                    (four[3], four[2], four[1], four[0]) = ((int)(d >> 32), (int)(c >> 32), (int)(b >> 32), (int)(a >> 32));
                    i += 4;
                    continue;
                }
                (_block, _wordsLeft) = (words, 4); // a word that may have to be rejected: one at a time
            }
            numbers[i++] = NextInt(exclusiveBound);
        }
    }

    /// <returns>Normal with mean 0 and standard deviation 1 (Box–Muller).</returns>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble())); // 1 - u is in (0, 1]: never the logarithm of 0
        var (sin, cos) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareGaussian = radius * sin;
        return radius * cos;
    }

    /// <summary>Puts the items in a uniformly random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private (uint X0, uint X1, uint X2, uint X3) NextBlock()
    {
        var block = Philox.Block(((uint)_nextBlock, (uint)(_nextBlock >> 32), _stream.Low, _stream.High), _key);
        _nextBlock++;
        return block;
    }

    private static uint Word(ReadOnlySpan<byte> hash, int index) => BinaryPrimitives.ReadUInt32LittleEndian(hash[(4 * index)..]);
}
