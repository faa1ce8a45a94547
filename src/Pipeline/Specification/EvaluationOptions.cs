using System.Collections.Immutable;
using AxSpa.Pipeline.Texts;
using static AxSpa.Pipeline.Specification.YamlText;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>How a run is judged.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Draws over patients.</summary>
    public int Bootstrap { get; init; } = 200;

    /// <summary>Of every interval.</summary>
    public double Confidence { get; init; } = 0.95;
    public ThresholdRule Threshold { get; init; } = ThresholdRule.Youden;

    /// <summary>Lowest and highest threshold probability of the decision curves, both included.</summary>
    public ImmutableArray<double> DecisionRange { get; init; } = [0.05, 0.60];

    /// <summary>Null: the columns that are recognised. Empty: none.</summary>
    public ImmutableArray<SubgroupOptions>? Subgroups { get; init; }

    /// <summary>Every hundredth of <see cref="DecisionRange"/>, and its ends.</summary>
    public ImmutableArray<double> DecisionThresholds =>
    [
        .. Enumerable.Range(1, 99).Select(percent => percent / 100.0)
            .Where(threshold => threshold > DecisionRange[0] && threshold < DecisionRange[1])
            .Prepend(DecisionRange[0]).Append(DecisionRange[1]),
    ];

    public static SectionForm<EvaluationOptions> Form { get; } = new SectionForm<EvaluationOptions>(_ => new EvaluationOptions())
        .Key("bootstrap", o => o.Bootstrap, (o, v) => o with { Bootstrap = v }, Whole(20, 1_000_000), "bootstrap draws over patients")
        .Key("confidence", o => o.Confidence, (o, v) => o with { Confidence = v }, Number(new NumberRange(0.5, 0.999)), "of every interval")
        .Key(
            "threshold", o => o.Threshold, (o, v) => o with { Threshold = v }, ThresholdRule.Value,
            "where a probability becomes a decision; youden: the largest sensitivity + specificity")
        .Key("decisionRange", o => o.DecisionRange, (o, v) => o with { DecisionRange = v }, Range, "threshold probabilities of the decision curves")
        .Key(
            "subgroups", o => o.Subgroups, (o, v) => o with { Subgroups = v }, SubgroupOptions.Value,
            "columns whose groups get figures of their own; auto: sex, age, center, scanner where there are such columns");

    private static YamlValue<ImmutableArray<double>> Range => new(
        (section, key, otherwise, _) =>
        {
            var range = section.Numbers(key, new NumberRange(0.01, 0.99)) ?? otherwise;
            return range is [var low, var high] && low < high
                ? range
                : throw section.Refuse(
                    key, "must be the lowest and the highest threshold probability, such as [0.05, 0.60]", DecimalComma.InList(range.Length, 2));
        },
        (range, _) => Numbers(range));
}

/// <param name="Sensitivity">The least share of cases to be found; null: Youden's.</param>
public sealed record ThresholdRule(double? Sensitivity)
{
    /// <summary>The largest sensitivity + specificity − 1.</summary>
    public static ThresholdRule Youden { get; } = new((double?)null);

    private static SectionForm<ThresholdRule> Form { get; } = new SectionForm<ThresholdRule>(_ => Youden)
        .Key(
            "sensitivity", o => o.Sensitivity ?? 0, (o, v) => o with { Sensitivity = v },
            new YamlValue<double>(
                (section, key, otherwise, _) => section.Has(key)
                    ? section.Number(key, otherwise, NumberRange.Rate)
                    : throw section.Refuse(key, "is missing: the least share of cases to be found, such as 0.90"),
                (sensitivity, _) => Invariant($"{sensitivity}")),
            "where a probability becomes a decision: the highest threshold that finds this share of cases");

    /// <summary>The word <c>youden</c>, or the least sensitivity.</summary>
    internal static YamlValue<ThresholdRule> Value => new(
        (section, key, otherwise, context) => !section.Has(key) || section.IsWord(key, "youden") ? otherwise
            : section.IsSection(key) ? Form.Read(section.Section(key), context)
            : throw section.Refuse(key, "must be youden, or the least sensitivity, such as { sensitivity: 0.90 }"),
        (rule, context) => rule.Sensitivity is null ? "youden" : Form.Flow(rule, context), Form);
}

/// <summary>A column that patients are grouped by.</summary>
/// <param name="Bands">Limits of a column of numbers, ascending: 30 and 45 make under 30, 30 to under 45, and 45 and over. Empty: one group per value.</param>
public sealed record SubgroupOptions(string Column, ImmutableArray<double> Bands)
{
    private const string Expected = "auto, none, or a list of columns, such as [sex, { column: age_years, bands: [30, 45] }]";

    private static SectionForm<SubgroupOptions> Form { get; } = new SectionForm<SubgroupOptions>(_ => new SubgroupOptions("", []))
        .Key("column", o => o.Column, (o, v) => o with { Column = v }, RequiredText("column: age_years"))
        .Key(
            "bands", o => o.Bands, (o, v) => o with { Bands = v },
            new YamlValue<ImmutableArray<double>>(
                (section, key, otherwise, _) =>
                {
                    var bands = section.Numbers(key, new NumberRange(-1e9, 1e9)) ?? otherwise;
                    return bands.Zip(bands.Skip(1)).All(pair => pair.First < pair.Second) ? bands : throw section.Refuse(key, "must rise, such as [30, 45]");
                },
                (bands, _) => Numbers(bands)));

    internal static YamlValue<ImmutableArray<SubgroupOptions>?> Value => new(
        (section, key, otherwise, context) =>
        {
            if (!section.Has(key) || section.IsWord(key, "auto")) return otherwise;
            if (section.IsWord(key, "none")) return [];
            var groups = section.TextsOrSections(key, Expected)
                .Select(item => item.Text is { } column ? new SubgroupOptions(column, []) : Form.Read(item.Section, context)).ToImmutableArray();
            return groups.Select(group => group.Column).Distinct(StringComparer.Ordinal).Count() == groups.Length
                ? groups
                : throw section.Refuse(key, "names a column twice");
        },
        (groups, _) => groups is { } known ? $"[{string.Join(", ", known.Select(Text))}]" : "auto", Form);

    private static string Text(SubgroupOptions group) =>
        group.Bands.IsEmpty ? Scalar(group.Column) : $"{{ column: {Scalar(group.Column)}, bands: {Numbers(group.Bands)} }}";
}
