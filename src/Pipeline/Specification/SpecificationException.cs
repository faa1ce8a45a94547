using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Specification;

/// <summary>A run's YAML file cannot be used: names the file, the line, what stands there and what is allowed.</summary>
public sealed class SpecificationException : RefusedInputException
{
    public SpecificationException(string file, string rule, Exception? inner = null)
        : base($"{file}: {rule}", inner) => Refusals = [Message];

    /// <param name="line">From 1, as editors count.</param>
    public SpecificationException(string file, long line, string rule, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {rule}"), inner) => (Line, Refusals) = (line, [Message]);

    private SpecificationException(ImmutableArray<SpecificationException> all)
        : base(string.Join('\n', all.Select(one => one.Message)), all[0]) => (Line, Refusals) = (all[0].Line, [.. all.Select(one => one.Message)]);

    /// <summary>Of the first refusal.</summary>
    public long? Line { get; }

    /// <summary>All that is refused in the file, one sentence or two each, in the order of its lines. The message is these, a line each.</summary>
    public ImmutableArray<string> Refusals { get; }

    /// <summary>Where it stands, so that the rest of the file can be read without it; null: there is nothing to read without it.</summary>
    internal RefusedKey? Key { get; init; }

    /// <summary>One of it all.</summary>
    internal static SpecificationException Of(IEnumerable<SpecificationException> refusals) =>
        refusals.OrderBy(refusal => refusal.Line ?? 0).ToImmutableArray() is [var only] one
        ? only
        : new SpecificationException([.. refusals.OrderBy(refusal => refusal.Line ?? 0)]);
}
