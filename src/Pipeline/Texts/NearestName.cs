namespace AxSpa.Pipeline.Texts;

/// <summary>"Did you mean …": the known name that a mistyped one is nearest to.</summary>
public static class NearestName
{
    /// <returns>A sentence with a leading space, or nothing where no known name is near.</returns>
    public static string Hint(string written, IEnumerable<string> known) =>
        Of(written, known) is { } name ? $" Did you mean '{name}'?" : "";

    /// <returns>The nearest name at most a third of its letters (at least one, at most three) away, case aside; null: none.</returns>
    public static string? Of(string written, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (name, distance: Distance(Folded(written), Folded(name))))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.name, StringComparer.Ordinal).FirstOrDefault();
        return nearest.name is { } found && nearest.distance <= Math.Clamp(found.Length / 3, 1, 3) ? found : null;
    }

    /// <summary>learning_rate, learning-rate and learningRate are one name written three ways.</summary>
    private static string Folded(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edits between two names: letters added, dropped, changed, or two neighbours swapped.</summary>
    private static int Distance(string a, string b)
    {
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) edits[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) edits[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                edits[i, j] = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        return edits[a.Length, b.Length];
    }
}
