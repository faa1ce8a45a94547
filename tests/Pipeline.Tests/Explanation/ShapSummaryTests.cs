using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Explanation;

public sealed class ShapSummaryTests
{
    private static readonly ShapTable Table = new(["weak", "strong"],
    [
        new("a", PatientSet.Test, 0.5, [1, 10], [0.1, -2]),
        new("b", PatientSet.Test, 0.5, [float.NaN, 30], [-0.1, 1]),
        new("c", PatientSet.Test, 0.5, [1, 20], [0.1, 0]),
        new("d", PatientSet.Test, 0.5, [1, 20], [0.1, 1]),
    ]);

    [Fact]
    public void Features_come_by_their_mean_absolute_contribution()
    {
        var summary = ShapSummary.From(Table);
        Assert.Equal(["strong", "weak"], summary.Features.Select(f => f.Name));
        Assert.Equal(1, summary.Features[0].MeanAbsolute);
        Assert.Equal(0.1, summary.Features[1].MeanAbsolute, 1e-15);
    }

    [Fact]
    public void Colour_ranks_run_from_zero_to_one_and_missing_has_none()
    {
        var summary = ShapSummary.From(Table);
        Assert.Equal([0, 1, 0.5, 0.5], summary.Features[0].Points.Select(p => p.Rank));
        Assert.Equal([0.5, null, 0.5, 0.5], summary.Features[1].Points.Select(p => p.Rank));
    }

    [Fact]
    public void A_margin_is_the_bias_and_all_contributions() => Assert.Equal(-1.4, Table.Rows[0].Margin, 1e-15);
}
