using System.Globalization;

namespace AxSpa.Pipeline.Specification;

/// <summary>Which runs are served before others: a whole number, the higher the sooner; three of them have names.</summary>
public static class RunPriority
{
    public const int Least = -100;
    public const int Normal = 0;
    public const int Most = 100;

    private static readonly (string Word, int Value)[] Named = [("low", -10), ("normal", Normal), ("high", 10)];

    public const string Allowed = "low, normal, high or a whole number from -100 to 100";

    /// <param name="text">A name, or a number in range.</param>
    public static bool TryParse(string text, out int priority)
    {
        foreach (var (word, value) in Named)
            if (word == text)
            {
                priority = value;
                return true;
            }
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority) && priority is >= Least and <= Most;
    }

    /// <summary>Its name, or else its number.</summary>
    public static string Word(int priority) =>
        Array.Find(Named, named => named.Value == priority).Word ?? priority.ToString(CultureInfo.InvariantCulture);
}
