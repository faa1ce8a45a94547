using System.Collections.Immutable;

namespace AxSpa.Pipeline.Cohort;

/// <summary>How a value below a limit of detection, such as &lt;5, is read.</summary>
public enum BelowLimit { Refused, Half, Limit }

/// <summary>How other people's tables are read: keys of a specification's <c>cohort</c> section (docs/run-yaml.md).</summary>
public sealed record TableReading
{
    public static readonly TableReading Usual = new();

    /// <summary>A point or a comma.</summary>
    public char Decimal { get; init; } = '.';

    /// <summary>Words that say that nothing was measured, beside the usual ones (<see cref="MissingValue"/>).</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    public BelowLimit BelowLimit { get; init; }

    /// <summary>From a column's name in the table to the name that everything else uses.</summary>
    public ImmutableSortedDictionary<string, string> Rename { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public bool IsUsual => this is { Decimal: '.', Missing.IsEmpty: true, BelowLimit: BelowLimit.Refused, Rename.IsEmpty: true };
}
