using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Explanation;

public sealed class FeatureImportanceTests
{
    private static readonly ShapTable Table = new(["weak", "strong, \"quoted\""],
    [
        new("a", PatientSet.Test, 0.5, [1, 10], [0.1, -2]),
        new("b", PatientSet.Test, 0.5, [float.NaN, 30], [-0.1, 1]),
    ]);

    [Fact]
    public void Features_come_by_their_mean_absolute_contribution()
    {
        var importance = FeatureImportance.Of(Table);
        Assert.Equal(["strong, \"quoted\"", "weak"], importance.Select(f => f.Feature));
        Assert.Equal([1.5, 0.1], importance.Select(f => f.MeanAbsolute));
    }

    [Fact]
    public void A_margin_is_the_bias_and_all_contributions() => Assert.Equal(-1.4, Table.Rows[0].Margin, 1e-15);

    [Fact]
    public void Contributions_read_back_exactly_and_another_file_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            ShapFile.Write(path, Table);
            var read = ShapFile.Read(path);
            Assert.Equal(Table.Features.AsEnumerable(), read.Features);
            Assert.Equal(Table.Rows.SelectMany(r => r.Values), read.Rows.SelectMany(r => r.Values));
            Assert.Equal(Table.Rows.SelectMany(r => r.Contributions), read.Rows.SelectMany(r => r.Contributions));
            File.WriteAllText(path, "a,b\n");
            Assert.Contains("shap.csv", Assert.Throws<RefusedInputException>(() => ShapFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
