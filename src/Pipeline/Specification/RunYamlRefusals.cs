using System.Collections.Immutable;

namespace AxSpa.Pipeline.Specification;

/// <summary>A run's YAML, read to its end whatever is wrong in it.</summary>
/// <param name="Specification">What is left without the refused keys; null: nothing can be read without them.</param>
/// <param name="Refusals">In the order in which they were met; empty: the specification is the file's.</param>
/// <param name="RefusedKeys">Their places: <c>split.train</c>.</param>
internal sealed record RunYamlRefusals(RunSpecification? Specification, ImmutableArray<SpecificationException> Refusals, ImmutableHashSet<string> RefusedKeys)
{
    /// <summary>Nobody reads more, and a file of a megabyte may hold a hundred thousand unknown keys.</summary>
    private const int MostRefusals = 100;

    /// <summary>Of one key: taken away, and once more with what depends on it.</summary>
    private const int MostMendings = 3;

    public static RunYamlRefusals Of(RunYamlNode file, string folder, int rulesUnsaid)
    {
        var refusals = ImmutableArray.CreateBuilder<SpecificationException>();
        var refused = new Dictionary<string, int>(StringComparer.Ordinal); // how often
        while (true)
        {
            try
            {
                return new(RunYamlReading.Specification(file.Open(), folder, rulesUnsaid), refusals.ToImmutable(), [.. refused.Keys]);
            }
            catch (SpecificationException refusal)
            {
                var key = refusal.Key;
                if (key is null || !key.FollowsFrom(refused))
                    refusals.Add(refusal);
                // A key that is refused whatever is done about it would be so for ever.
                if (key is null || refusals.Count == MostRefusals || (refused[key.Path] = refused.GetValueOrDefault(key.Path) + 1) > MostMendings)
                    return new(null, refusals.ToImmutable(), [.. refused.Keys]);
                key.Mend();
            }
        }
    }
}
