using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Deploy.Tests.Watching;

/// <summary>docs/watching.md says what is served, no more and no less.</summary>
public sealed partial class WatchingPageTests(ServedMetrics served)
{
    private sealed record Row(string Name, string Type, string Labels);

    private static readonly List<Row> Rows =
        [.. TableRow().Matches(Repository.Read("docs/watching.md")).Select(row => new Row(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))];

    [Fact]
    public void Every_metric_has_its_row_with_its_type() => Assert.Equal(
        served.Ours.Select(metric => $"{metric.Name} {metric.Type}").Order(StringComparer.Ordinal),
        Rows.Select(row => $"{row.Name} {row.Type}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_row_names_the_labels() => Assert.All(Rows, row => Assert.Equal(
        served.All[row.Name].Labels.Keys, LabelName().Matches(row.Labels).Select(label => label.Groups[1].Value).Order(StringComparer.Ordinal)));

    [Fact]
    public void Where_a_row_lists_a_labels_values_these_are_all() => Assert.All(
        from row in Rows
        from Match label in LabelWithValues().Matches(row.Labels)
        where !label.Value.Contains('…')
        select (served.All[row.Name].Labels[label.Groups[1].Value], label.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries)),
        compared => Assert.Equal(compared.Item1.Order(StringComparer.Ordinal), compared.Item2.Order(StringComparer.Ordinal)));

    [Fact]
    public void Names_follow_the_conventions_of_Prometheus() => Assert.All(served.Ours, metric =>
    {
        Assert.Matches("^axspa(_[a-z]+)+$", metric.Name);
        Assert.Equal(metric.Type == "counter", metric.Name.EndsWith("_total", StringComparison.Ordinal));
        if (metric.Type == "histogram")
            Assert.EndsWith("_seconds", metric.Name);
    });

    [Fact]
    public void No_label_can_take_more_than_a_handful_of_values() =>
        Assert.All(served.Ours, metric => Assert.All(metric.Labels.Values, values => Assert.InRange(values.Count, 1, 10)));

    [GeneratedRegex(@"^\| `(axspa_\w+)` \| (\w+) \| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex LabelName();

    [GeneratedRegex("`(\\w+)`: ([^;]+)")]
    private static partial Regex LabelWithValues();
}
