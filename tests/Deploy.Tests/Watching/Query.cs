using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AxSpa.Deploy.Tests.Watching;

/// <summary>What an expression of PromQL asks for, as far as names go; promtool judges the rest.</summary>
internal static partial class Query
{
    /// <summary>Labels that Prometheus adds itself, or a histogram has.</summary>
    private static readonly ImmutableArray<string> GivenLabels = ["instance", "job", "le"];

    /// <returns>Every name in the expression that nothing serves, in words.</returns>
    public static IEnumerable<string> UnknownMetrics(string expression, IReadOnlyDictionary<string, ServedMetric> served)
    {
        var asked = Selector().Matches(expression).Select(match => (Name: match.Groups[1].Value, Matchers: match.Groups[2].Value)).ToList();
        if (asked.Count == 0)
            yield return $"no metric in: {expression}";
        var known = new HashSet<string>(GivenLabels);
        foreach (var (name, matchers) in asked)
        {
            if (Find(name, served) is not { } metric)
            {
                yield return $"{name} is not served";
                continue;
            }
            known.UnionWith(metric.Labels.Keys);
            foreach (Match matcher in Matcher().Matches(matchers))
            {
                var (label, values) = (matcher.Groups[1].Value, matcher.Groups[2].Value.Split('|'));
                if (!metric.Labels.TryGetValue(label, out var seen))
                    yield return $"{name} has no label {label}";
                else if (values.Except(seen).FirstOrDefault() is { } value)
                    yield return $"{name} never has {label}={value}";
            }
        }
        foreach (Match by in By().Matches(expression))
            foreach (var label in by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Where(label => !known.Contains(label)))
                yield return $"no metric of the expression has the label {label}: {expression}";
    }

    private static ServedMetric? Find(string name, IReadOnlyDictionary<string, ServedMetric> served)
    {
        if (served.TryGetValue(name, out var metric))
            return metric.Type == "histogram" ? null : metric;
        return HistogramPart().Match(name) is { Success: true } part && served.TryGetValue(part.Groups[1].Value, out metric) && metric.Type == "histogram"
            ? metric
            : null;
    }

    [GeneratedRegex(@"\b((?:axspa|dotnet)_[a-z0-9_]+)(?:\{([^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex("(\\w+)\\s*(?:=|!=|=~|!~)\\s*\"([^\"]*)\"")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex("^(.*)_(?:bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}
