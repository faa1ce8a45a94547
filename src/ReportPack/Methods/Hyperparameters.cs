using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;
using AxSpa.ReportPack.Layout;
using YamlDotNet.RepresentationModel;

namespace AxSpa.ReportPack.Methods;

/// <summary>
/// Every key of the effective specification that a figure may depend on, defaults included: read from its own text, so that none is forgotten.
/// </summary>
internal static class Hyperparameters
{
    public static Table Table(RunSpecification specification)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        var words = Words();
        foreach (var group in Values(specification).GroupBy(value => value.Key.Contains('.') ? value.Key[..value.Key.IndexOf('.')] : ""))
        {
            if (group.Key.Length > 0) rows.Add(TableRow.Group(group.Key));
            rows.AddRange(group.Select(value => new TableRow(
                value.Key, "", [new Cell(value.Text), new Cell(words.GetValueOrDefault(value.Key, ""))])
            { IsSub = group.Key.Length > 0 }));
        }
        return new Table("specification", "The effective specification", ["Key", "Value", "What it is"], rows.ToImmutable(),
            ["Paths are cut down to names. docs/run-yaml.md has the allowed values and the reasons."])
        { HasWords = true };
    }

    /// <summary>Keys as they are written from the top, such as <c>mri.input.size</c>, in the specification's order.</summary>
    internal static IEnumerable<(string Key, string Text)> Values(RunSpecification specification)
    {
        var yaml = new YamlStream();
        // What the run may take of the cluster changes no figure, and the description stands at the head: neither is a part of its key.
        yaml.Load(new StringReader(RunYaml.Write(specification.WithoutFolders() with { Resources = new ResourceOptions(), Description = null })));
        return Leaves("", yaml.Documents[0].RootNode);
    }

    /// <summary>What each key means.</summary>
    internal static IReadOnlyDictionary<string, string> Words() =>
        RunSpecification.Form.Meanings("").ToDictionary(key => key.Path, key => key.Meaning, StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Text)> Leaves(string key, YamlNode node)
    {
        // The columns' declared types are one value, and so are their other names: the keys are columns, not settings.
        if (node is not YamlMappingNode { Children.Count: > 0 } section || key is "cohort.columns" or "cohort.rename") return [(key, Text(node))];
        return section.Children.SelectMany(child => Leaves(key.Length == 0 ? Text(child.Key) : $"{key}.{Text(child.Key)}", child.Value));
    }

    private static string Text(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } value } => value == "null" ? "none" : value,
        YamlSequenceNode { Children.Count: > 0 } list => string.Join(", ", list.Select(item => item is YamlMappingNode ? $"{{ {Text(item)} }}" : Text(item))),
        YamlMappingNode { Children.Count: > 0 } map =>
            string.Join(", ", map.Select(pair => $"{Text(pair.Key)}: {(pair.Value is YamlSequenceNode ? $"[{Text(pair.Value)}]" : Text(pair.Value))}")),
        _ => "none",
    };
}
