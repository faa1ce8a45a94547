using System.Collections.Immutable;

namespace AxSpa.Pipeline.Cohort;

/// <summary>The pairs of answers that make a column binary without being told, in any case.</summary>
internal static class BinaryLevels
{
    /// <summary>The negative answer, then the positive one; spelled as the features will be.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Known =
    [
        ["Negative", "Positive"], ["Neg", "Pos"], ["No", "Yes"], ["N", "Y"], ["Female", "Male"], ["F", "M"],
        ["False", "True"], ["0", "1"], ["Absent", "Present"],
    ];

    /// <returns>The pair that holds every one of the values; null: there is none.</returns>
    public static ImmutableArray<string>? Of(IEnumerable<string> values)
    {
        var distinct = values.Select(Plain).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return distinct.Count is 1 or 2 && Known.FirstOrDefault(pair => distinct.All(value => IndexIn(pair, value) >= 0)) is { IsDefault: false } found
            ? found
            : null;
    }

    public static int IndexIn(ImmutableArray<string> pair, string value) =>
        pair.IndexOf(Plain(value), 0, pair.Length, StringComparer.OrdinalIgnoreCase);

    /// <summary>Spreadsheets write whole numbers of a column with gaps as 0.0 and 1.0.</summary>
    private static string Plain(string value) => value switch { "0.0" => "0", "1.0" => "1", _ => value };
}
