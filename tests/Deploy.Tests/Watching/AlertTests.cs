using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Deploy.Tests.Watching;

/// <summary>The alerts ask for what is served, and say what to do.</summary>
public sealed partial class AlertTests(ServedMetrics served)
{
    private static readonly List<JsonNode> Rules =
        [.. YamlValues.Read(Repository.Read("deploy/prometheus/alerts.yaml")).Single()["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray())
            .OfType<JsonNode>()];

    private static string Text(JsonNode? node) => (string?)node ?? "";

    [Fact]
    public void Every_expression_asks_for_metrics_labels_and_values_that_there_are() => Assert.Empty(
        from rule in Rules
        from stranger in Query.UnknownMetrics(Text(rule["expr"]), served.All)
        select $"{Text(rule["alert"])}: {stranger}");

    [Fact]
    public void Each_has_a_name_of_its_own_a_severity_and_says_what_is_and_what_to_do()
    {
        Assert.Equal(Rules.Count, Rules.Select(rule => Text(rule["alert"])).Distinct().Count());
        Assert.All(Rules, rule =>
        {
            Assert.Matches("^AxSpa[A-Z]", Text(rule["alert"]));
            Assert.Contains(Text(rule["labels"]!["severity"]), new[] { "critical", "warning", "info" });
            Assert.EndsWith(".", Text(rule["annotations"]!["summary"]));
            Assert.EndsWith(".", Text(rule["annotations"]!["description"]));
        });
    }

    [Fact]
    public void A_sentence_names_only_labels_that_its_expression_leaves() => Assert.Empty(
        from rule in Rules
        let expression = Text(rule["expr"])
        let left = Aggregation().Match(expression) is { Success: true } grouped ? grouped.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)
            : AggregatesAll().IsMatch(expression) ? [] : new[] { "instance", "check" }
        from Match named in NamedLabel().Matches(Text(rule["annotations"]!["summary"]) + Text(rule["annotations"]!["description"]))
        where !left.Contains(named.Groups[1].Value)
        select $"{Text(rule["alert"])}: {named.Value}");

    [GeneratedRegex(@"^\w+ by \(([^)]*)\)")]
    private static partial Regex Aggregation();

    [GeneratedRegex(@"^(sum|max|histogram_quantile)\(")]
    private static partial Regex AggregatesAll();

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex NamedLabel();
}
