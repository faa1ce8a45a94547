using System.Collections.Immutable;

namespace AxSpa.Pipeline.Leaks;

/// <summary>What is looked for (docs/metrics-explained.md, part Leak alarms, has the rule of each).</summary>
public enum LeakKind
{
    /// <summary>The same row under two ids on two sides of a split.</summary>
    RepeatedRow,

    /// <summary>The same scan under two ids on two sides of a split.</summary>
    RepeatedScan,

    /// <summary>One feature alone tells cases from controls.</summary>
    SeparatingFeature,

    /// <summary>A feature follows the order of the rows, which tells the label.</summary>
    RowOrder,

    /// <summary>A patient without an out-of-fold score, or with one from a model that saw them. It stops the run.</summary>
    Coverage,

    /// <summary>Labels at random can be predicted out of fold.</summary>
    LabelPermutation,

    /// <summary>The test figure is higher than out-of-fold figures allow.</summary>
    ImplausibleTest,
}

/// <summary>Something that should not be: figures of this run are probably too good.</summary>
/// <param name="Subject">What raised it: a column, a model.</param>
/// <param name="Value">What was measured, in the unit of the rule.</param>
/// <param name="Text">For people: what was found, why it matters, what to do. It names no patient.</param>
/// <param name="Example">Rows of the clinical table to look at; null where it is not about single ones.</param>
public sealed record LeakAlarm(LeakKind Kind, string Subject, double Value, string Text, string? Example = null);

/// <summary>One look for leaks.</summary>
/// <param name="Finding">For people: what was looked at and found, alarm or not. It names no patient.</param>
public sealed record LeakCheck(LeakKind Kind, string Finding, ImmutableArray<LeakAlarm> Alarms)
{
    public static LeakCheck Passed(LeakKind kind, string finding) => new(kind, finding, []);
}
