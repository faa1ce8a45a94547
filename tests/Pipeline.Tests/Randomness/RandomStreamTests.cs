using AxSpa.Pipeline.Randomness;
using Xunit;

namespace AxSpa.Pipeline.Tests.Randomness;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_same_name_gives_the_same_numbers()
    {
        var first = RandomStream.From(42, RandomUse.Shuffle, 1, 2, 3);
        var second = RandomStream.From(42, RandomUse.Shuffle, 1, 2, 3);
        for (var i = 0; i < 1000; i++) Assert.Equal(first.NextUInt64(), second.NextUInt64());
    }

    // Pinned: a change here would silently change every published run. Computed independently, in Python, from the paper and hashlib.
    [Fact]
    public void The_first_numbers_of_a_stream_never_change()
    {
        Assert.Equal(0xE4257B46C38FAD4AUL, RandomStream.SeedFor(42, RandomUse.Split));
        Assert.Equal(0x2C36D137D60CE6BEUL, RandomStream.SeedFor(42, RandomUse.Bootstrap, 7));
    }

    [Fact]
    public void Seed_use_and_every_index_tell_streams_apart()
    {
        ulong[] firsts =
        [
            RandomStream.SeedFor(42, "split"), RandomStream.SeedFor(43, "split"), RandomStream.SeedFor(42, "fold"),
            RandomStream.SeedFor(42, "split", 0), RandomStream.SeedFor(42, "split", 1), RandomStream.SeedFor(42, "split", 0, 0),
            RandomStream.SeedFor(42, "split", 0, 1), RandomStream.SeedFor(42, "split", 1, 0), RandomStream.SeedFor(42, "split", -1),
        ];
        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_stay_in_the_unit_interval_with_the_right_mean_and_variance()
    {
        var stream = RandomStream.From(1, "test");
        var numbers = Enumerable.Range(0, 200_000).Select(_ => stream.NextDouble()).ToArray();
        Assert.All(numbers, x => Assert.InRange(x, 0, 1 - 1e-16));
        var mean = numbers.Average();
        Assert.Equal(0.5, mean, 0.003);
        Assert.Equal(1 / 12.0, numbers.Average(x => (x - mean) * (x - mean)), 0.001);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(7), InlineData(1813)]
    public void Integers_are_uniform_below_their_bound(int bound)
    {
        var stream = RandomStream.From(5, "test", bound);
        var counts = new int[bound];
        var draws = 300 * bound;
        for (var i = 0; i < draws; i++) counts[stream.NextInt(bound)]++;
        var chiSquare = counts.Sum(count => (count - 300.0) * (count - 300.0) / 300.0);
        Assert.InRange(chiSquare, 0, bound + 5 * Math.Sqrt(2.0 * bound) + 5);
    }

    [Fact]
    public void A_bound_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomStream.From(1, "test").NextInt(0));

    [Fact]
    public void A_bound_that_does_not_divide_the_range_is_not_biased()
    {
        // Without rejection, bound 3·2³⁰ would give the residues 0 mod 3 half of all draws.
        var stream = RandomStream.From(9, "test");
        const int bound = 3 << 29;
        var low = Enumerable.Range(0, 60_000).Count(_ => stream.NextInt(bound) < bound / 3);
        Assert.Equal(20_000, low, 600.0);
    }

    [Fact]
    public void Gaussian_numbers_have_mean_zero_variance_one_and_no_skew()
    {
        var stream = RandomStream.From(2, "test");
        var numbers = Enumerable.Range(0, 200_000).Select(_ => stream.NextGaussian()).ToArray();
        Assert.Equal(0, numbers.Average(), 0.01);
        Assert.Equal(1, numbers.Average(x => x * x), 0.02);
        Assert.Equal(0, numbers.Average(x => x * x * x), 0.05);
        Assert.Equal(0.6827, numbers.Count(x => Math.Abs(x) < 1) / 200_000.0, 0.005);
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_reaches_every_order_equally()
    {
        var orders = new Dictionary<string, int>();
        for (var draw = 0; draw < 6000; draw++)
        {
            char[] items = ['a', 'b', 'c'];
            RandomStream.From(3, "test", draw).Shuffle(items.AsSpan());
            var order = new string(items);
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, orders.Count);
        Assert.All(orders.Values, count => Assert.InRange(count, 850, 1150));
    }
}
