using System.Collections.Immutable;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Specification;

/// <summary>Every key a run's YAML may hold, by section; the top of the file is the section with the empty name.</summary>
internal static class RunYamlKeys
{
    public const string Top = "";

    public static ImmutableSortedDictionary<string, ImmutableArray<string>> BySection { get; } =
        RunSpecification.Form.Sections(Top).ToImmutableSortedDictionary(section => section.Path, section => section.Keys, StringComparer.Ordinal);

    /// <summary>What to say of a key that its section does not know: the nearest known one, or the sections that do know it.</summary>
    public static string Advice(string section, string key)
    {
        var known = BySection[section];
        if (NearestName.Of(key, known) is { } near) return $" Did you mean '{near}'?";
        var elsewhere = BySection.Where(other => other.Value.Contains(key)).Select(other => other.Key).ToList();
        var advice = elsewhere.Count > 0
            ? $" '{key}' belongs {string.Join(" or ", elsewhere.Select(name => name == Top ? "at the top" : $"under '{name}'"))}."
            : "";
        return $"{advice} Known here: {string.Join(", ", known)}.";
    }
}
