using System.Globalization;

namespace AxSpa.Pipeline.Jobs;

/// <summary>How folds, files and columns name a repeat of the cross-validation: <c>r2</c> is the second.</summary>
public static class RepeatName
{
    /// <param name="repeat">From 0.</param>
    public static string Of(int repeat) => string.Create(CultureInfo.InvariantCulture, $"r{repeat + 1}");
}
