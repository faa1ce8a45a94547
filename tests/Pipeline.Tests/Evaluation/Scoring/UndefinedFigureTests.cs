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

    /// <summary>Of any table: an interval is recommended where some model has it, and a model that has none is named.</summary>
    [Fact]
    public void An_interval_that_is_not_defined_is_not_recommended()
    {
        var random = RandomStream.From(29, "fuzz");
        var (with, without, mixed) = (0, 0, 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var report = ScoreReport.Of(Table(random), new ScoreOptions { Bootstrap = 20 });
            var (text, population) = (MetricsText.Render(report), report.Headline!);
            if (!population.Warnings.Any(warning => warning.Contains("percentiles are too narrow", StringComparison.Ordinal))) continue;
            var defined = population.Models.Count(model => model.Figures?.DeLong is not null);
            Assert.Equal(defined > 0, text.Contains("go by DeLong-logit", StringComparison.Ordinal));
            Assert.Equal(defined == 0, text.Contains("no interval of the AUROC is to be relied on", StringComparison.Ordinal));
            foreach (var model in population.Models)
                Assert.Equal(defined > 0 && model.Figures?.DeLong is null,
                    text.Contains($"  {model.Title}: DeLong-logit is not defined", StringComparison.Ordinal));
            (with, without, mixed) = (with + (defined == 2 ? 1 : 0), without + (defined == 0 ? 1 : 0), mixed + (defined == 1 ? 1 : 0));
        }
        Assert.True(Math.Min(with, Math.Min(without, mixed)) > 10, $"{with} {without} {mixed}");
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
