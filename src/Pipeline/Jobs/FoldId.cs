using System.Globalization;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// One fold of one branch, named as its folder is: <c>mri-0</c>, <c>clinical-4</c>, and in the second repeat of the cross-validation <c>mri-r2-0</c>.
/// </summary>
/// <param name="Repeat">From 0. The first stands neither in the name nor in JSON: journals are older than repeats.</param>
public readonly record struct FoldId(
    BranchId Branch, int Index, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Repeat = 0)
{
    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    public static bool TryParse(string text, out FoldId fold)
    {
        fold = default;
        var words = text.Split('-');
        if (words.Length is not (2 or 3) || !IsNumber(words[^1], out var index))
            return false;
        var repeat = 1;
        if (words.Length == 3 && !(words[1].StartsWith('r') && IsNumber(words[1].AsSpan(1), out repeat) && repeat >= 2))
            return false;
        if (!BranchId.IsKey(words[0]) || BranchRegistry.Find(new BranchId(words[0])) is not { } branch)
            return false;
        fold = new FoldId(branch.Id, index, repeat - 1);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Branch}-{(Repeat == 0 ? "" : $"{RepeatName.Of(Repeat)}-")}{Index}");

    private static bool IsNumber(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
