using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class BeeswarmTests
{
    [Fact]
    public void Equal_values_stack_from_the_middle_outwards_and_stay_in_their_row()
    {
        var offsets = Beeswarm.Offsets([1, 1, 1, 1, 1, 7], binWidth: .1, halfHeight: .1);

        Assert.Equal(0, offsets[0]);
        Assert.Equal(0, offsets[5]);
        Assert.Equal(5, offsets[..5].Distinct().Count());
        Assert.All(offsets, offset => Assert.InRange(offset, -.1, .1));
        Assert.Equal(offsets[1], -offsets[2]);
    }

    [Fact]
    public void Rows_come_by_mean_absolute_contribution()
    {
        var rows = BeeswarmRow.Of(new ShapTable(["weak", "strong"], [Patient(1, 2, .1, -3), Patient(3, 4, -.2, 2)]));

        Assert.Equal(["strong", "weak"], rows.Select(row => row.Name));
        Assert.Equal([-3, 2], rows[0].Points.Select(point => point.Contribution));
    }

    [Fact]
    public void A_colour_is_the_rank_of_a_value_so_an_outlier_does_not_paint_the_others_alike()
    {
        var row = BeeswarmRow.Of(new ShapTable(["CRP"], [Patient(1), Patient(2), Patient(2), Patient(3), Patient(1e6f), Patient(float.NaN)])).Single();

        Assert.Equal([0, .375, .375, .75, 1, null], row.Points.Select(point => point.Rank));
    }

    [Fact]
    public void A_feature_with_one_value_is_painted_in_the_middle()
    {
        var row = BeeswarmRow.Of(new ShapTable(["sex"], [Patient(1), Patient(1)])).Single();

        Assert.Equal([.5, .5], row.Points.Select(point => point.Rank));
    }

    private static ShapRow Patient(float value) => new("p", PatientSet.Test, 0, [value], [1]);

    private static ShapRow Patient(float first, float second, double a, double b) => new("p", PatientSet.Test, 0, [first, second], [a, b]);
}
