using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using static AxSpa.Pipeline.Specification.YamlText;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>Which patients, where their data lies, and what is to be predicted.</summary>
public sealed record CohortOptions
{
    private const string Keep = "keep";

    /// <summary>Path of the clinical table, absolute once read.</summary>
    public required string Clinical { get; init; }

    /// <summary>The column with the patient's id, or <c>row</c>: each row is a patient of its own, numbered from 1.</summary>
    public string PatientId { get; init; } = "patient_id";
    public required LabelOptions Label { get; init; }
    public ImmutableArray<string> Exclude { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public string? Center { get; init; }

    /// <summary>Decimal comma, words for missing values, limits of detection, other names of columns.</summary>
    public TableReading Reading { get; init; } = TableReading.Usual;

    /// <summary>Patients that a level of a categorical column needs to stand by its name (<see cref="Cohort.RareLevels"/>); 1: every level does.</summary>
    public int RareLevels { get; init; } = Cohort.RareLevels.UsualLeast;
    public MriFilesOptions? Mri { get; init; }

    /// <summary>The keys that say how a table's cells are read; where an exported model is asked they stand in a section of their own.</summary>
    internal static SectionForm<TableReading> ReadingForm { get; } = new SectionForm<TableReading>(_ => TableReading.Usual)
        .Key(
            "decimal", o => o.Decimal, (o, v) => o with { Decimal = v }, DecimalSign,
            "what stands before the decimals of the table's numbers", leftOutAtDefault: true)
        .Key("missing", o => o.Missing, (o, v) => o with { Missing = v }, TextList, "words that say that nothing was measured", leftOutAtDefault: true)
        .Key(
            "belowLimit", o => o.BelowLimit, (o, v) => o with { BelowLimit = v },
            Word(("half", BelowLimit.Half), ("limit", BelowLimit.Limit), ("none", BelowLimit.Refused)),
            "how values below a limit of detection are read", leftOutAtDefault: true)
        .Key("rename", o => o.Rename, (o, v) => o with { Rename = v }, OtherNames, "other names for columns of the table", leftOutAtDefault: true);

    public static SectionForm<CohortOptions> Form { get; } = new SectionForm<CohortOptions>(Unsaid)
        .Key("clinical", o => o.Clinical, (o, v) => o with { Clinical = v }, RequiredPath("clinical: data/clinical.csv"), "the clinical table")
        .Key("patientId", o => o.PatientId, (o, v) => o with { PatientId = v }, Text, "column that says who a row is; row: each row is a patient")
        .Key("label", o => o.Label, (o, v) => o with { Label = v }, RequiredLabel)
        .Key("exclude", o => o.Exclude, (o, v) => o with { Exclude = v }, TextList, "columns left out")
        .Key("columns", o => o.Columns, (o, v) => o with { Columns = v }, DeclaredTypes, "columns whose type was declared instead of inferred")
        .Key("center", o => o.Center, (o, v) => o with { Center = v }, TextOrNull, "column of the hospital; the split is stratified by it")
        .Part(ReadingForm, o => o.Reading, (o, v) => o with { Reading = v })
        .Key(
            "rareLevels", o => o.RareLevels, (o, v) => o with { RareLevels = v }, LeastPatients,
            "patients that a level needs to stand by its name; the others are one level", leftOutAtDefault: true)
        .Key("mri", o => o.Mri, (o, v) => o with { Mri = v }, OrNone(Section(MriFilesOptions.Form)), "where the scans are");

    private static CohortOptions Unsaid(SpecificationContext context) =>
        new() { Clinical = "", Label = LabelOptions.Form.Unsaid(context), RareLevels = RareLevelsUnder(context.Rules) };

    /// <summary>Nothing was pooled by the first rules.</summary>
    private static int RareLevelsUnder(int rules) => rules >= RunRules.Second ? Cohort.RareLevels.UsualLeast : 1;

    private static YamlValue<LabelOptions> RequiredLabel => Section(LabelOptions.Form) with
    {
        Read = (section, key, _, context) => section.Section(key) is { } label
            ? LabelOptions.Form.Read(label, context)
            : throw section.Refuse(key, "is missing: what is to be predicted? Add for example 'label: { column: label }'"),
    };

    private static YamlValue<ImmutableSortedDictionary<string, string>> DeclaredTypes => new(
        (section, key, _, _) => section.Words(key, "numeric", "binary", "categorical", "ignore"),
        (columns, _) => $"{{{string.Join(",", columns.Select(column => $" {Scalar(column.Key)}: {column.Value}"))} }}");

    private static YamlValue<ImmutableSortedDictionary<string, string>> OtherNames => new(
        (section, key, _, _) => section.Names(key, "{ Alter: age_years }"),
        (names, _) => $"{{ {string.Join(", ", names.Select(name => $"{Scalar(name.Key)}: {Scalar(name.Value)}"))} }}");

    private static YamlValue<char> DecimalSign =>
        new((section, key, otherwise, _) => section.Choice(key, otherwise, (".", '.'), (",", ','), ("point", '.'), ("comma", ',')), (sign, _) => $"\"{sign}\"");

    private static YamlValue<int> LeastPatients => new(
        (section, key, otherwise, _) => section.IsWord(key, Keep) ? 1 : section.Integer(key, otherwise, 1, 1000),
        (least, _) => least == 1 ? Keep : Invariant($"{least}"));
}

/// <param name="Positive">Values that count as a case; empty: the column holds 0 and 1.</param>
/// <param name="Negative">With positive values: those of the controls, and every other one is refused; empty: whoever is not positive is a control.</param>
public sealed record LabelOptions(string Column, ImmutableArray<string> Positive, ImmutableArray<string> Negative)
{
    public LabelOptions(string column, ImmutableArray<string> positive) : this(column, positive, []) { }

    public static SectionForm<LabelOptions> Form { get; } = new SectionForm<LabelOptions>(_ => new LabelOptions("", []), Checked)
        .Key("column", o => o.Column, (o, v) => o with { Column = v }, RequiredText("column: label"), "column of the outcome")
        .Key("positive", o => o.Positive, (o, v) => o with { Positive = v }, TextList, "values that make a case; none: the column holds 0 and 1")
        .Key("negative", o => o.Negative, (o, v) => o with { Negative = v }, TextList, "values of the controls; any other is refused", leftOutAtDefault: true);

    private static LabelOptions Checked(RunYamlSection section, LabelOptions label)
    {
        if (label.Positive.IsEmpty && !label.Negative.IsEmpty)
            throw section.Refuse(
                "negative",
                "'cohort.label.positive' is missing: it says which values are the cases'. Add it, or take 'negative' out where the column holds 0 and 1");
        return label.Positive.Select(CellForm.Of).Intersect(label.Negative.Select(CellForm.Of)).FirstOrDefault() is { } both
            ? throw section.Refuse("negative", $"'{both}' is among the positive values too. Take it out of one of them")
            : label;
    }
}

/// <param name="Folder">Absolute once read.</param>
/// <param name="Pattern">File name pattern with <c>{patient_id}</c>; <c>*</c> and <c>?</c> as in a shell.</param>
/// <param name="IdFrom">A column of the clinical table that holds the scan's path relative to the folder, instead of a pattern.</param>
/// <param name="Volume">Which volume of a 4-D file, from 0; null: 4-D files with more than one volume are refused.</param>
public sealed record MriFilesOptions(string Folder, string Pattern = "{patient_id}*.nii*", string? IdFrom = null, int? Volume = null)
{
    public static SectionForm<MriFilesOptions> Form { get; } = new SectionForm<MriFilesOptions>(_ => new MriFilesOptions(""), Checked)
        .Key("folder", o => o.Folder, (o, v) => o with { Folder = v }, RequiredPath("folder: data/mri"), "folder of the scans")
        .Key("pattern", o => o.Pattern, (o, v) => o with { Pattern = v }, Text, "which files are whose", writtenIf: o => o.IdFrom is null)
        .Key(
            "idFrom", o => o.IdFrom, (o, v) => o with { IdFrom = v }, TextOrNull, "column with the path of a patient's scan",
            writtenIf: o => o.IdFrom is not null)
        .Key("volume", o => o.Volume, (o, v) => o with { Volume = v }, WholeOrNull(0, 32766), "which volume of a 4-D file");

    private static MriFilesOptions Checked(RunYamlSection section, MriFilesOptions files)
    {
        if (files.IdFrom is not null && section.OptionalText("pattern") is not null)
            throw section.Refuse("pattern", "'cohort.mri.idFrom' is set too. Scans are found by one of them: take the other out");
        return files.Pattern.Contains("{patient_id}", StringComparison.Ordinal)
            ? files
            : throw section.Refuse("pattern", "must hold {patient_id}, for example \"{patient_id}*.nii*\"");
    }
}
