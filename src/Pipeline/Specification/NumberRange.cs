using System.Globalization;

namespace AxSpa.Pipeline.Specification;

/// <summary>The numbers a setting may take; infinite and undefined ones never are.</summary>
public readonly record struct NumberRange(double Least, double Most, bool AboveLeast = false, bool BelowMost = false)
{
    public static NumberRange Fraction { get; } = new(0, 1);

    /// <summary>Above 0 and at most 1, as a learning rate is.</summary>
    public static NumberRange Rate { get; } = new(0, 1, AboveLeast: true);

    public bool Holds(double value) =>
        double.IsFinite(value) && (AboveLeast ? value > Least : value >= Least) && (BelowMost ? value < Most : value <= Most);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(AboveLeast ? "above" : "from")} {Least} {(BelowMost ? "and below" : AboveLeast ? "and at most" : "to")} {Most}");
}
