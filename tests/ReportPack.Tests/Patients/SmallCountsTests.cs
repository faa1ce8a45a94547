using AxSpa.ReportPack.Patients;
using Xunit;

namespace AxSpa.ReportPack.Tests.Patients;

public sealed class SmallCountsTests
{
    private static string[] Told(int[][] counts, int group, int whole = -1) => [.. SmallCounts.Tell(counts, whole)[group].Select(SmallCounts.Text)];

    [Fact]
    public void Five_and_more_and_nobody_are_shown() => Assert.Equal(["0", "5", "12"], Told([[0, 5, 12]], 0));

    [Fact]
    public void One_to_four_are_hidden_and_cannot_be_had_by_subtraction() => Assert.Equal(["<5", "10–13", "30"], Told([[2, 12, 30]], 0));

    [Fact]
    public void Two_small_counts_hide_each_other() => Assert.Equal(["<5", "<5", "30"], Told([[2, 3, 30]], 0));

    [Fact]
    public void The_whole_tells_no_more_than_its_parts()
    {
        int[][] counts = [[14, 42], [2, 28], [12, 14]]; // all, cases, controls
        Assert.Equal(["<5", "26–29"], Told(counts, 1, whole: 0));
        Assert.Equal(["13–16", "40–43"], Told(counts, 0, whole: 0));
        Assert.Equal(["12", "14"], Told(counts, 2, whole: 0));
    }

    [Fact]
    public void What_is_told_is_true_and_leaves_every_small_count_open()
    {
        for (var a = 0; a < 9; a++)
            for (var b = 0; b < 9; b++)
                for (var c = 0; c < 9; c++)
                {
                    int[] counts = [a, b, c];
                    var told = SmallCounts.Tell([counts], whole: -1)[0];
                    for (var level = 0; level < 3; level++)
                    {
                        Assert.InRange(counts[level], told[level].Low, told[level].High);
                        if (SmallCounts.IsSmall(counts[level])) Assert.False(told[level].IsExact && counts.Sum() >= SmallCounts.Fewest);
                    }
                    // The sum is known: with one range only, its count would be what is left over.
                    if (counts.Sum() >= SmallCounts.Fewest) Assert.NotEqual(1, told.Count(one => !one.IsExact));
                }
    }
}
