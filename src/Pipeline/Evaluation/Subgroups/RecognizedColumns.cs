using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Evaluation.Subgroups;

/// <summary>
/// The columns that patients are grouped by without being asked: sex, age, center and scanner, known by their usual names. A
/// model that works for one of their groups alone is a danger to the others.
/// </summary>
internal static partial class RecognizedColumns
{
    /// <summary>Under 30, 30 to under 45, 45 and over: axSpA begins before 45 by definition, and most often before 30.</summary>
    public static ImmutableArray<double> AgeYears { get; } = [30, 45];

    /// <summary>A column of more values is no grouping.</summary>
    public const int MostLevels = 12;

    /// <returns>Null: no name that is known.</returns>
    public static SubgroupOptions? Of(string column)
    {
        var name = Separators().Replace(column, "_").ToLowerInvariant();
        return Age().IsMatch(name) ? new SubgroupOptions(column, AgeYears)
            : Group().IsMatch(name) ? new SubgroupOptions(column, [])
            : null;
    }

    [GeneratedRegex(@"[\s.\-()]+")]
    private static partial Regex Separators();

    [GeneratedRegex("^(patient_)?age(_(at_(scan|mri|visit|baseline|diagnosis)|years?|yrs?|y))*_?$")]
    private static partial Regex Age();

    [GeneratedRegex("^((patient_)?(sex|gender)|(study_)?(center|centre|site|hospital)(_(id|name))?|(mri?_)?(scanner|manufacturer|vendor)(_(id|name|model|type))?|(magnetic_)?field_strength(_t)?)$")]
    private static partial Regex Group();
}
