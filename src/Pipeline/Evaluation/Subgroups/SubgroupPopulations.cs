namespace AxSpa.Pipeline.Evaluation.Subgroups;

/// <summary>Parts a population by a column.</summary>
public static class SubgroupPopulations
{
    /// <summary>Rows of whom the column says nothing are shown as a group of this name.</summary>
    public const string NotRecorded = "(not recorded)";

    /// <param name="levels">Of the column.</param>
    /// <param name="levelOf">[rows of the whole] index of the level; −1: not recorded.</param>
    /// <returns>Level by level; levels without a row are left out.</returns>
    public static IEnumerable<EvaluatedPopulation> Of(EvaluatedPopulation whole, string column, IReadOnlyList<string> levels, int[] levelOf)
    {
        for (var level = 0; level <= levels.Count; level++)
        {
            var (wanted, name) = level < levels.Count ? (level, levels[level]) : (-1, NotRecorded);
            int[] rows = [.. Enumerable.Range(0, levelOf.Length).Where(row => levelOf[row] == wanted)];
            if (rows.Length > 0) yield return whole.Only(rows, new PatientGroup(column, name), $"{whole.Title}, {column} = {name}");
        }
    }
}
