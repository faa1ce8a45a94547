using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Scoring;
using AxSpa.Pipeline.Texts;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class MetricsBriefTests
{
    private static readonly Gen<string> Sentence = Gen.Select(Gen.String[Gen.Char["abc éß0.,"], 1, 400], Gen.Int[0, 3])
        .Select((text, words) => $"{text} {new string('w', 60 * words)} end");

    [Fact]
    public void Whatever_is_warned_of_it_fits_one_screen_and_ends_with_where_to_look() =>
        Gen.Select(Sentence.Array[0, 30], Sentence.Array[0, 8]).Sample((warnings, alarms) =>
        {
            var report = Report() with { Alarms = [.. alarms] };
            var lines = MetricsBrief.Of(report, warnings, "look here", "/a/folder");
            Assert.InRange(lines.Length, 4, MetricsBrief.MostLines);
            Assert.All(lines, line => Assert.InRange(line.Length, 1, MetricsBrief.Width));
            Assert.Equal(MetricsText.Render(report).Split('\n')[0], lines[0]);
            Assert.Equal(["look here", "/a/folder"], lines.TakeLast(2));
            Assert.True(lines.Length < MetricsBrief.MostLines - 4 || lines.Any(line => line.StartsWith("and ", StringComparison.Ordinal))
                || warnings.Length < 10);
        }, iter: 300);

    [Fact]
    public void An_alarm_stands_before_every_other_warning() => Assert.Equal(
        ["LEAK ALARM, x", "warning: y"],
        MetricsBrief.Of(Report() with { Alarms = ["LEAK ALARM, x"] }, ["y"]).Where(line => line is "LEAK ALARM, x" or "warning: y"));

    [Fact]
    public void Lines_are_broken_between_words_and_nothing_is_lost() => Sentence.Sample(text =>
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal),
            string.Concat(WrappedText.Lines(text, MetricsBrief.Width, "  ")).Replace(" ", "", StringComparison.Ordinal)));

    private static EvaluationReport Report() => ScoreReport.Of(
        new ScoreTable([true, true, false, false, false, true], [0, 1, 2, 3, 4, 5], ["ours"], ImmutableArray.Create<double[]>([0.9, 0.4, 0.5, 0.2, 0.1, 0.8]),
            [], null, 0),
        new ScoreOptions { Bootstrap = 20 });
}
