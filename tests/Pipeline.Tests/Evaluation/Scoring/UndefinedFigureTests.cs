using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Scoring;
using AxSpa.Pipeline.Randomness;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation.Scoring;

/// <summary>Tiny tables of extreme probabilities: one class, ties, certainty, several rows per patient.</summary>
public sealed class UndefinedFigureTests
{
    private static readonly double[] Extreme = [0, double.Epsilon, 1e-17, 0.25, 0.25000000000000006, 0.5, 0.5, 0.9, 1 - 1e-16, 1];

    [Fact]
    public void No_table_has_a_NaN_or_an_infinity_in_its_text_or_record()
    {
        var random = RandomStream.From(23, "fuzz");
        for (var trial = 0; trial < 400; trial++)
        {
            var report = ScoreReport.Of(Table(random), new ScoreOptions { Bootstrap = 20, Thresholds = [trial % 2 == 0 ? "0.5" : "youden"] });
            var json = Encoding.UTF8.GetString(MetricsJson.Render(report)); // the serializer refuses NaN and infinities by itself
            Assert.DoesNotContain("NaN", json);
            var text = MetricsText.Render(report);
            Assert.DoesNotContain("NaN", text);
            Assert.DoesNotContain("∞", text);
            Assert.DoesNotContain("Infinity", text);
            Assert.Equal(text, MetricsText.Render(MetricsJson.Read(MetricsJson.Render(report))));
        }
    }

    private static ScoreTable Table(RandomStream random)
    {
        var rows = 1 + random.NextInt(14);
        double[] Probabilities() => [.. Enumerable.Range(0, rows).Select(_ => Extreme[random.NextInt(Extreme.Length)])];
        var patient = new int[rows];
        for (var row = 1; row < rows; row++) patient[row] = random.NextInt(4) == 0 ? patient[row - 1] : patient[row - 1] + 1;
        return new ScoreTable(
            [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(3) == 0)], patient, ["a", "b"],
            ImmutableArray.Create(Probabilities(), Probabilities()), [], null, 0);
    }
}
