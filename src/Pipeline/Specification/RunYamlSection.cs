using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Texts;
using YamlDotNet.RepresentationModel;

namespace AxSpa.Pipeline.Specification;

/// <summary>One mapping of a run's YAML, read key by key with its type and range checked. Unknown keys are refused on opening.</summary>
public sealed class RunYamlSection
{
    private readonly string _file;
    private readonly string _name;
    private readonly YamlMappingNode _node;

    /// <param name="owner">The key that the section stands behind, to be refused with it; null: the top.</param>
    internal RunYamlSection(string file, string name, YamlNode node, RefusedKey? owner = null)
    {
        (_file, _name) = (file, name);
        if (node is not YamlMappingNode mapping)
            throw Refuse(node, name == RunYamlKeys.Top
                ? $"expected keys such as 'cohort: …', found {Shown(node)}."
                : $"'{name}' is a section with keys ({string.Join(", ", RunYamlKeys.BySection[name])}), found {Shown(node)}. " +
                  "Leave the key out, or write its keys indented below "
                  + $"it{(BranchRegistry.All.Any(branch => branch.Id.Key == name) ? "; 'none' switches the branch off" : "")}.",
                  owner);
        _node = mapping;
        foreach (var (key, _) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } text }) throw Refuse(key, "a key must be plain text.");
            if (!RunYamlKeys.BySection[name].Contains(text))
                throw Refuse(key, $"unknown key '{Path(text)}'.{DecimalComma.InFlow(mapping, text, Path) ?? RunYamlKeys.Advice(name, text)}", KeyOf(text));
        }
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Null where the key is left out; a key with nothing behind it is refused, for it may have lost its indented lines.</summary>
    public RunYamlSection? Section(string key) =>
        Find(key) is { } node ? new RunYamlSection(_file, Path(key), node, KeyOf(key)) : null;

    /// <summary>The key is written as one of these words.</summary>
    public bool IsWord(string key, params ReadOnlySpan<string> words) => Find(key) is YamlScalarNode { Value: { } text } && words.Contains(text);

    /// <summary>The key has keys of its own behind it.</summary>
    public bool IsSection(string key) => Find(key) is YamlMappingNode;

    public string Required(string key, string example) =>
        OptionalText(key) ?? throw Refuse(_node, $"'{Path(key)}' is missing. Add it, for example: {example}", KeyOf(key));

    public string Text(string key, string otherwise) => OptionalText(key) ?? otherwise;

    public string? OptionalText(string key)
    {
        if (Scalar(key, "text") is not { } text) return null;
        return text.Length > 0 && !text.Any(char.IsControl) ? text : throw Refuse(key, "must be text without line breaks");
    }

    public bool Flag(string key, bool otherwise) => Scalar(key, "true or false") switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        _ => throw Refuse(key, "must be true or false"),
    };

    public int Integer(string key, int otherwise, int least, int most) => OptionalInteger(key, least, most) ?? otherwise;

    public int? OptionalInteger(string key, int least, int most)
    {
        if (Scalar(key, "a whole number") is not { } text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Refuse(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
    }

    public ulong Unsigned(string key, ulong otherwise)
    {
        if (Scalar(key, "a whole number") is not { } text) return otherwise;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(key, $"must be a whole number from 0 to {ulong.MaxValue}");
    }

    public double Number(string key, double otherwise, NumberRange range) =>
        Scalar(key, "a number") is { } text ? Checked(_node, key, text, range) : otherwise;

    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Scalar(key, "a word") is not { } text) return otherwise;
        foreach (var (word, value) in choices)
            if (word == text) return value;
        var words = choices.ToArray().Select(choice => choice.Word).ToList();
        throw Refuse(key, $"must be one of {string.Join(", ", words)}", NearestName.Hint(text, words));
    }

    public ImmutableArray<string> Texts(string key, ImmutableArray<string> otherwise)
    {
        if (Find(key) is not { } node) return otherwise;
        var texts = Items(key, node, "a list of texts, such as [first, second]").Select(item => item.Value ?? "").ToImmutableArray();
        if (texts.Any(string.IsNullOrWhiteSpace)) throw Refuse(key, "must not hold an empty text");
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Length ? texts : throw Refuse(key, "names something twice");
    }

    /// <summary>A list whose items are texts or sections; the sections have the keys that <see cref="RunYamlKeys"/> lists for the key.</summary>
    public ImmutableArray<(string? Text, RunYamlSection? Section)> TextsOrSections(string key, string expected)
    {
        if (Find(key) is not YamlSequenceNode list) throw Refuse(key, $"must be {expected}");
        return [.. list.Children.Select(item => item switch
        {
            YamlScalarNode { Value: { Length: > 0 } text } => ((string?)text, (RunYamlSection?)null),
            YamlMappingNode => (null, new RunYamlSection(_file, Path(key), item)),
            _ => throw Refuse(item, $"'{Path(key)}' holds {Shown(item)}, but must be {expected}.", KeyOf(key)),
        })];
    }

    public ImmutableArray<int> Integers(string key, ImmutableArray<int> otherwise, int least, int most)
    {
        if (Find(key) is not { } node) return otherwise;
        var rule = string.Create(CultureInfo.InvariantCulture, $"a list of whole numbers from {least} to {most}");
        return [.. Items(key, node, rule).Select(item =>
            int.TryParse(item.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Refuse(key, $"must be {rule}"))];
    }

    public ImmutableArray<double>? Numbers(string key, NumberRange range) => Find(key) is not { } node || IsNull(node)
        ? null
        : [.. Items(key, node, $"a list of numbers {range}").Select(item => Checked(item, key, item.Value ?? "", range))];

    /// <summary>A mapping with keys of the researcher's own, such as column names.</summary>
    public ImmutableSortedDictionary<string, string> Words(string key, params string[] allowed)
    {
        var words = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (Find(key) is not { } node) return words.ToImmutable();
        if (node is not YamlMappingNode mapping) throw Refuse(key, "must map names to words, such as { ESR: numeric }");
        foreach (var (name, value) in mapping.Children)
        {
            var (left, right) = ((name as YamlScalarNode)?.Value ?? "", (value as YamlScalarNode)?.Value ?? "");
            if (!allowed.Contains(right))
                throw Refuse(name,
                    $"'{Path(key)}.{left}' is {Shown(value)}, but must be one of {string.Join(", ", allowed)}.{NearestName.Hint(right, allowed)}",
                    new RefusedKey(mapping, left, $"{Path(key)}.{left}", []));
            words.Add(left, right);
        }
        return words.ToImmutable();
    }

    /// <summary>A mapping from names to names, both the researcher's own.</summary>
    public ImmutableSortedDictionary<string, string> Names(string key, string example)
    {
        var names = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (Find(key) is not { } node) return names.ToImmutable();
        if (node is not YamlMappingNode mapping) throw Refuse(key, $"must map names to names, such as {example}");
        foreach (var (name, value) in mapping.Children)
        {
            if (name is not YamlScalarNode { Value: { Length: > 0 } from } || value is not YamlScalarNode { Value: { Length: > 0 } to })
                throw Refuse(name, $"'{Path(key)}' must map names to names, such as {example}.");
            if (names.ContainsValue(to))
                throw Refuse(name, $"'{Path(key)}' gives two columns the name '{to}'.");
            names[from] = to;
        }
        return names.ToImmutable();
    }

    /// <summary>The refusal of what stands at a key: file, line, key, value, rule.</summary>
    /// <param name="with">Other keys that the rule is about: of this section, or with a slash of the top.</param>
    public SpecificationException Refuse(string key, string rule, string advice = "", params ImmutableArray<string> with) => Find(key) is { } node
        ? Refuse(node, $"'{Path(key)}' is {Shown(node)}, but {rule}.{advice}", KeyOf(key, with))
        : Refuse(_node, $"'{Path(key)}' {rule}.{advice}", KeyOf(key, with));

    private SpecificationException Refuse(YamlNode node, string rule, RefusedKey? key = null) => new(_file, node.Start.Line, rule) { Key = key };

    private RefusedKey KeyOf(string key, params ImmutableArray<string> with) => new(_node, key, Path(key), with);

    private string Path(string key) => _name == RunYamlKeys.Top ? key : $"{_name}.{key}";

    private YamlNode? Find(string key) => _node.Children.FirstOrDefault(child => child.Key is YamlScalarNode name && name.Value == key).Value;

    private string? Scalar(string key, string expected) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        _ => throw Refuse(key, $"must be {expected}"),
    };

    private IEnumerable<YamlScalarNode> Items(string key, YamlNode node, string expected) =>
        node is YamlSequenceNode list && list.Children.All(item => item is YamlScalarNode)
            ? list.Children.Cast<YamlScalarNode>()
            : throw Refuse(key, $"must be {expected}");

    private double Checked(YamlNode at, string key, string text, NumberRange range) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && range.Holds(value)
            ? value
            : throw (ReferenceEquals(at, _node) ? Refuse(key, $"must be a number {range}", DecimalComma.Hint(text))
                : Refuse(at, $"'{Path(key)}' holds {Shown(at)}, but must be a number {range}.{DecimalComma.Hint(text)}", KeyOf(key)));

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any, Value: null or "" or "null" or "~" };

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalarNode scalar => IsNull(scalar) ? "empty" : $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        _ => "a section",
    };
}
