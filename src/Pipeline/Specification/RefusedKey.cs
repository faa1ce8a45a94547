using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace AxSpa.Pipeline.Specification;

/// <summary>
/// What is refused in a run's YAML, as a place in it: with that taken away, or put in where it is missing, the reading goes on to what else is wrong.
/// </summary>
/// <param name="Section">The section as it is read.</param>
/// <param name="Name">Of the key in its section.</param>
/// <param name="Path">Of the key, with its sections: <c>split.train</c>.</param>
/// <param name="With">Other keys that the rule is about: of the section, or with a slash of the top.</param>
internal sealed record RefusedKey(YamlMappingNode Section, string Name, string Path, ImmutableArray<string> With)
{
    /// <summary>What is said of a key after another one was refused on which it depends is no fault of its own.</summary>
    /// <param name="refused">By their paths.</param>
    public bool FollowsFrom(IReadOnlyDictionary<string, int> refused) => refused.ContainsKey(Path) || With.Any(other => refused.ContainsKey(PathOf(other)));

    /// <summary>Takes the key away, with those it depends on; or puts something in where it is missing.</summary>
    public void Mend()
    {
        var isThere = Section.Children.Remove(Name);
        foreach (var other in With)
            isThere |= Section.Children.Remove(other);
        if (!isThere)
            Section.Children.Add(Name, Instead);
    }

    private string PathOf(string other) => other.StartsWith('/') ? other[1..] : $"{Path[..^Name.Length]}{other}";

    /// <summary>What a required key could hold. A reading that needed it ends in a refusal whatever else it comes to.</summary>
    private YamlNode Instead => Name switch
    {
        "cohort" => new YamlMappingNode { { "clinical", "table.csv" }, { "label", new YamlMappingNode { { "column", "label" } } } },
        "label" => new YamlMappingNode { { "column", "label" } },
        "sensitivity" => new YamlScalarNode("0.9"),
        _ => new YamlScalarNode("unsaid"),
    };
}
