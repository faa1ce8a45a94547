using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment;

public sealed class ReferenceDistributionTests
{
    [Fact]
    public void A_number_is_told_by_its_mean_deviation_deciles_and_gaps()
    {
        var reference = FeatureReference.OfNumbers("CRP", [.. Enumerable.Range(1, 100).Select(i => (double)i), double.NaN, double.NaN]);

        Assert.Equal((100, 2), (reference.Known, reference.Missing));
        Assert.Equal(50.5, reference.Mean!.Value, 1e-12);
        Assert.Equal(29.011491975882016, reference.StandardDeviation!.Value, 1e-12); // numpy.std(range(1, 101), ddof=1)
        Assert.Equal(10.9, reference.Cuts[0], 1e-12);                                // numpy.percentile(range(1, 101), 10)
        Assert.Equal(Enumerable.Repeat(10, 10), reference.Counts);
    }

    [Fact]
    public void A_number_of_few_values_has_fewer_bins_and_every_patient_is_in_one()
    {
        var reference = FeatureReference.OfNumbers("joints", [0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);

        Assert.Equal(10, reference.Counts.Sum());
        Assert.Equal(reference.Cuts.Length + 1, reference.Counts.Length);
        Assert.Equal(7, reference.Counts[0]);
        Assert.All(reference.Counts, count => Assert.True(count > 0));
    }

    [Fact]
    public void A_column_that_nobody_has_a_value_in_has_none()
    {
        var reference = FeatureReference.OfNumbers("empty", [double.NaN]);

        Assert.Equal((0, 1), (reference.Known, reference.Missing));
        Assert.Null(reference.Mean);
        Assert.Empty(reference.Cuts);
    }

    [Fact]
    public void Levels_are_counted_by_name()
    {
        var reference = FeatureReference.Of(new ClinicalColumn("HLA-B27", ColumnKind.Binary, ["Negative", "Positive"]), [1, 0, 1, double.NaN]);

        Assert.Equal([1, 2], reference.Counts);
        Assert.Equal(1, reference.Missing);
        Assert.Null(reference.Mean);
    }
}
