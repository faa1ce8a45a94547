using Xunit;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>Whatever happens to seeds while they look for each other, there are never two clusters that both work, and in the end there is one.</summary>
public sealed class BootstrapSimulationTests
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Never_two_clusters_with_a_quorum_and_one_in_the_end(int count)
    {
        for (var number = 1; number <= 300; number++)
        {
            var seeds = new SimulatedSeeds(count, number) { LostFraction = number % 4 * 0.15 };
            for (var turn = 0; turn < 40; turn++)
            {
                seeds.Disturb();
                seeds.Pass(Often);
            }
            seeds.Mend();
            for (var waited = 0; !seeds.IsOne; waited++)
            {
                Assert.True(waited < 200, $"Schedule {number} of {count} seeds: no one cluster 200 s after all links were well.");
                seeds.Pass(TimeSpan.FromSeconds(1));
            }
            // They stay together.
            seeds.Pass(TimeSpan.FromSeconds(60));
            Assert.True(seeds.IsOne, $"Schedule {number} of {count} seeds: they fell apart.");
            Assert.True(seeds.MostWithQuorum == 1, $"Schedule {number} of {count} seeds: {seeds.MostWithQuorum} clusters had a quorum at once.");
        }
    }

    /// <summary>With all links well, the first one that stands has the votes of all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Seeds_that_start_together_are_one_cluster_in_seconds(int count)
    {
        for (var number = 1; number <= 200; number++)
        {
            var seeds = new SimulatedSeeds(count, number);
            seeds.Pass(TimeSpan.FromSeconds(4)); // by then the last one has started
            seeds.Pass(TimeSpan.FromSeconds(3));
            Assert.True(seeds.IsOne, $"Schedule {number}: not one cluster after 3 s.");
            Assert.Equal(1, seeds.Begun);
        }
    }

    [Fact]
    public void A_dead_machine_of_any_of_three_stops_no_cold_start_and_a_seed_that_is_cut_off_waits()
    {
        for (var number = 1; number <= 30; number++)
        {
            var seeds = new SimulatedSeeds(3, number);
            var away = number % 3;
            seeds.Kill(away, TimeSpan.FromSeconds(60));
            seeds.Pass(TimeSpan.FromSeconds(12));
            Assert.Equal((1, 1), (seeds.Begun, seeds.MostWithQuorum));
            seeds.Pass(TimeSpan.FromSeconds(60));
            Assert.True(seeds.IsOne);
            // Its name is away, and it is started again.
            seeds.Cut(away);
            seeds.Kill(away, TimeSpan.FromSeconds(1));
            seeds.Pass(TimeSpan.FromSeconds(48));
            Assert.Equal(1, seeds.Begun);
            seeds.Mend();
            seeds.Pass(TimeSpan.FromSeconds(3));
            Assert.True(seeds.IsOne);
            Assert.Equal(1, seeds.Begun);
        }
    }
}
