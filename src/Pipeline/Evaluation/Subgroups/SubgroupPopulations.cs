namespace AxSpa.Pipeline.Evaluation.Subgroups;

/// <summary>Parts a population by each column of a <see cref="SubgroupTable"/>.</summary>
public static class SubgroupPopulations
{
    /// <summary>Patients of whom the column says nothing are shown as a group of this name.</summary>
    public const string NotRecorded = "(not recorded)";

    /// <param name="ids">[rows of the whole] whose row each is.</param>
    /// <returns>Column by column, level by level; levels without a patient are left out.</returns>
    public static IEnumerable<JudgedPopulation> Of(JudgedPopulation whole, SubgroupTable table, string[] ids)
    {
        var index = table.Patients.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i, StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            var levelOf = ids.Select(id => index.TryGetValue(id, out var patient) ? column.LevelOf[patient] : -1).ToArray();
            for (var level = 0; level <= column.Levels.Length; level++)
            {
                var (wanted, name) = level < column.Levels.Length ? (level, column.Levels[level]) : (-1, NotRecorded);
                int[] rows = [.. Enumerable.Range(0, ids.Length).Where(row => levelOf[row] == wanted)];
                if (rows.Length > 0) yield return whole.Only(rows, new PatientGroup(column.Name, name), $"{whole.Title}, {column.Name} = {name}");
            }
        }
    }
}
