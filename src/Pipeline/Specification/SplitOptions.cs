using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>Fractions that sum to 1, or a column or file that says where each patient belongs.</summary>
public sealed record SplitOptions
{
    private static readonly NumberRange Inside = new(0, 1, AboveLeast: true, BelowMost: true);

    public double Train { get; init; } = 0.70;
    public double Validation { get; init; } = 0.15;
    public double Test { get; init; } = 0.15;
    public string? Column { get; init; }

    /// <summary>Absolute once read.</summary>
    public string? File { get; init; }

    private bool IsDrawn => (Column ?? File) is null;

    public static SectionForm<SplitOptions> Form { get; } = new SectionForm<SplitOptions>(_ => new SplitOptions(), Checked)
        .Key("train", o => o.Train, (o, v) => o with { Train = v }, Number(Inside), "share of patients to fit on", writtenIf: o => o.IsDrawn)
        .Key(
            "validation", o => o.Validation, (o, v) => o with { Validation = v }, Number(Inside),
            "share of patients that stop the training, pick epochs and calibrate the branches", writtenIf: o => o.IsDrawn)
        .Key(
            "test", o => o.Test, (o, v) => o with { Test = v }, Number(NumberRange.Fraction), "share of patients looked at once, at the end",
            writtenIf: o => o.IsDrawn)
        .Key("column", o => o.Column, (o, v) => o with { Column = v }, TextOrNull, "column that says who is in which set", writtenIf: o => o.Column is not null)
        .Key(
            "file", o => o.File, (o, v) => o with { File = v }, PathOrNull, "file that says who is in which set",
            writtenIf: o => o is { Column: null, File: not null });

    private static SplitOptions Checked(RunYamlSection section, SplitOptions split)
    {
        if (split is { Column: not null, File: not null })
            throw section.Refuse("file", "'split.column' is set too. Use one of them");
        if (!split.IsDrawn && (section.Has("train") || section.Has("validation") || section.Has("test")))
            throw section.Refuse(split.Column is null ? "file" : "column", "fractions (train, validation, test) are given too. Use one of them");
        var sum = split.Train + split.Validation + split.Test;
        return Math.Abs(sum - 1) <= 1e-9
            ? split
            : throw section.Refuse(
                "train",
                FormattableString.Invariant($"train {split.Train} + validation {split.Validation} + test {split.Test} is {Math.Round(sum, 9)}, and must be 1"),
                with: ["validation", "test"]);
    }
}
