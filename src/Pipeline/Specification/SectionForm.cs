using System.Collections.Immutable;

namespace AxSpa.Pipeline.Specification;

/// <summary>A section of the YAML, as a list of its keys: all that reads, checks, writes and explains it asks here.</summary>
public abstract class SectionForm
{
    /// <summary>In the order of the canonical text.</summary>
    public abstract IEnumerable<FormKey> Keys { get; }

    /// <summary>The keys of this section and of those in it, by the sections' paths: <c>mri.input</c>.</summary>
    /// <param name="path">Of this one; empty: the top.</param>
    public IEnumerable<(string Path, ImmutableArray<string> Keys)> Sections(string path) =>
        Keys.Where(key => key.Section is not null)
            .SelectMany(key => key.Section!.Sections(Under(path, key.Name)))
            .Prepend((path, [.. Keys.Select(key => key.Name)]));

    /// <summary>What each key means, by its path: <c>mri.input.size</c>.</summary>
    public IEnumerable<(string Path, string Meaning)> Meanings(string path) =>
        from key in Keys
        let own = Under(path, key.Name)
        from said in (key.Section?.Meanings(own) ?? []).Prepend((Path: own, Meaning: key.Meaning ?? ""))
        where said.Meaning.Length > 0
        select said;

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>A key of a section.</summary>
/// <param name="Meaning">In the report, beside its value; null: the report has no line for it.</param>
/// <param name="Section">What stands behind it, where that has keys of its own.</param>
public sealed record FormKey(string Name, string? Meaning, SectionForm? Section);

/// <summary>A section and the record that it is read to. A new key is one line of its record's form.</summary>
/// <param name="unsaid">The record of a section in which nothing is said: here stand all defaults.</param>
/// <param name="check">Refuses what single keys cannot tell, once all of them are read.</param>
public sealed class SectionForm<T>(Func<SpecificationContext, T> unsaid, Func<RunYamlSection, T, T>? check = null) : SectionForm
{
    private readonly List<Entry> _entries = [];

    private sealed record Entry(FormKey About, Func<RunYamlSection, T, SpecificationContext, T> Read, Func<T, SpecificationContext, string?> Write);

    public override IEnumerable<FormKey> Keys => _entries.Select(entry => entry.About);

    /// <param name="get">From the record; of an unsaid one it is the default.</param>
    /// <param name="set">A record with another value.</param>
    /// <param name="meaning">See <see cref="FormKey.Meaning"/>.</param>
    /// <param name="leftOutAtDefault">
    /// The canonical text, which a run's key is made from, has it only where it is not the default: so for every key that is younger than the first runs.
    /// </param>
    /// <param name="writtenIf">Null: always.</param>
    public SectionForm<T> Key<TValue>(
        string name, Func<T, TValue> get, Func<T, TValue, T> set, YamlValue<TValue> value, string? meaning = null,
        bool leftOutAtDefault = false, Func<T, bool>? writtenIf = null)
    {
        _entries.Add(new Entry(
            new FormKey(name, meaning, value.Section),
            (section, options, context) => set(options, value.Read(section, name, get(options), context)),
            (options, context) =>
            {
                if (writtenIf?.Invoke(options) == false) return null;
                var text = value.Write(get(options), context);
                return leftOutAtDefault && text == value.Write(get(unsaid(context)), context) ? null : text;
            }));
        return this;
    }

    /// <summary>Keys that several sections have, kept in a record of their own.</summary>
    public SectionForm<T> Part<TPart>(SectionForm<TPart> part, Func<T, TPart> get, Func<T, TPart, T> set)
    {
        _entries.AddRange(part._entries.Select(entry => new Entry(
            entry.About,
            (section, options, context) => set(options, entry.Read(section, get(options), context)),
            (options, context) => entry.Write(get(options), context))));
        return this;
    }

    /// <summary>A key for each of several things.</summary>
    public SectionForm<T> Each<TItem>(IEnumerable<TItem> items, Func<SectionForm<T>, TItem, SectionForm<T>> add) => items.Aggregate(this, add);

    public T Unsaid(SpecificationContext context) => unsaid(context);

    /// <param name="section">Null: it is left out.</param>
    /// <exception cref="SpecificationException">A value is not what it must be.</exception>
    public T Read(RunYamlSection? section, SpecificationContext context)
    {
        var options = unsaid(context);
        if (section is null) return options;
        foreach (var entry in _entries) options = entry.Read(section, options, context);
        return check is null ? options : check(section, options);
    }

    /// <summary>In one line: <c>{ maxRounds: 500, maxDepth: 3 }</c>.</summary>
    public string Flow(T options, SpecificationContext context) =>
        $"{{ {string.Join(", ", Written(options, context).Select(key => $"{key.Name}: {key.Text}"))} }}";

    /// <summary>A key a line, each with its end.</summary>
    /// <param name="indent">Before each.</param>
    public string Lines(T options, SpecificationContext context, string indent = "") =>
        string.Concat(Written(options, context)
            .Select(key => key.Text.StartsWith('\n') ? $"{indent}{key.Name}:{key.Text}" : $"{indent}{key.Name}: {key.Text}\n"));

    private IEnumerable<(string Name, string Text)> Written(T options, SpecificationContext context) =>
        from entry in _entries let text = entry.Write(options, context) where text is not null select (entry.About.Name, text);
}
