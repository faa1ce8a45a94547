using System.Collections.Immutable;

namespace AxSpa.Pipeline.Deployment;

/// <summary>A field of a model's file does not hold what it must.</summary>
internal sealed class FieldException(string field, string rule) : Exception($"{field} {rule}.");

/// <summary>What the fields of a model's files must hold, for messages of one form.</summary>
internal readonly struct FieldRules
{
    /// <exception cref="FieldException">It is not so.</exception>
    public void Must(bool holds, string field, string rule)
    {
        if (!holds) throw new FieldException(field, rule);
    }

    /// <summary>A list of different texts.</summary>
    public void Texts(string field, ImmutableArray<string> texts, int most)
    {
        Must(!texts.IsDefault && texts.Length <= most && texts.All(text => text is not null), field, $"must be a list of at most {most} texts");
        Distinct(field, texts);
    }

    public void Distinct(string field, IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Must(texts.All(seen.Add), field, "must not say one twice");
    }
}
