using System.Text.Json.Nodes;
using Xunit;

namespace AxSpa.Deploy.Tests.Watching;

/// <summary>The dashboard asks for what is served, and a reader knows what each panel shows.</summary>
public sealed class DashboardTests(ServedMetrics served)
{
    private static readonly JsonNode Dashboard = JsonNode.Parse(Repository.Read("deploy/grafana/axspa-cluster.json"))!;

    private static IEnumerable<JsonNode> All => Dashboard["panels"]!.AsArray().OfType<JsonNode>();

    private static IEnumerable<JsonNode> Panels => All.Where(panel => (string)panel["type"]! != "row");

    private static string Text(JsonNode? node) => (string?)node ?? "";

    [Fact]
    public void Every_expression_asks_for_metrics_labels_and_values_that_there_are() => Assert.Empty(
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        from stranger in Query.UnknownMetrics(Text(target!["expr"]), served.All)
        select $"{Text(panel["title"])}: {stranger}");

    [Fact]
    public void Every_panel_has_a_title_a_unit_and_a_description() => Assert.All(Panels, panel =>
    {
        Assert.NotEmpty(Text(panel["title"]));
        Assert.EndsWith(".", Text(panel["description"]));
        Assert.NotEmpty(Text(panel["fieldConfig"]!["defaults"]!["unit"]));
        Assert.NotEmpty(panel["targets"]!.AsArray());
    });

    [Fact]
    public void Seconds_are_shown_as_seconds_and_bytes_as_bytes() => Assert.All(Panels, panel =>
    {
        var expressions = string.Join(' ', panel["targets"]!.AsArray().Select(target => Text(target!["expr"])));
        var isTime = expressions.Contains("_seconds_bucket", StringComparison.Ordinal) || expressions.Contains("_wait_seconds)", StringComparison.Ordinal);
        Assert.Equal(isTime, Text(panel["fieldConfig"]!["defaults"]!["unit"]) == "s");
        Assert.Equal(expressions.Contains("_bytes", StringComparison.Ordinal), Text(panel["fieldConfig"]!["defaults"]!["unit"]) == "bytes");
    });

    [Fact]
    public void Every_metric_of_ours_is_on_it()
    {
        var all = string.Join(' ', Panels.SelectMany(panel => panel["targets"]!.AsArray()).Select(target => Text(target!["expr"])));
        Assert.Empty(served.Ours.Where(metric => !all.Contains(metric.Name, StringComparison.Ordinal)).Select(metric => metric.Name));
    }

    [Fact]
    public void It_asks_whichever_Prometheus_the_reader_chooses()
    {
        Assert.Equal(("datasource", "prometheus"), (Text(Dashboard["templating"]!["list"]![0]!["name"]), Text(Dashboard["templating"]!["list"]![0]!["query"])));
        Assert.All(Panels, panel => Assert.Equal("${datasource}", Text(panel["datasource"]!["uid"])));
    }

    [Fact]
    public void Panels_have_different_ids_and_do_not_overlap()
    {
        Assert.Equal(All.Count(), All.Select(panel => (int)panel["id"]!).Distinct().Count());
        var cells = from panel in All
                    let place = panel["gridPos"]!
                    from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
                    from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
                    select (x, y);
        Assert.All(cells.CountBy(cell => cell), cell => Assert.True(cell is { Value: 1, Key.x: < 24 }, $"{cell.Key} is taken {cell.Value} times"));
    }
}
