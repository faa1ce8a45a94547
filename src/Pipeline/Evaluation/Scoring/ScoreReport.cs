using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Evaluation.Scoring;

/// <summary>All figures of somebody's table: the same record as a run's, so that other models can be judged beside ours, paired.</summary>
public static class ScoreReport
{
    /// <exception cref="RefusedInputException">No row has a probability of every model.</exception>
    public static EvaluationReport Of(ScoreTable table, ScoreOptions options)
    {
        var thresholds = ScoreThresholds.Of(options.Thresholds, table.Models);
        int[] complete = [.. Enumerable.Range(0, table.IsCase.Length).Where(row => table.Probability.All(model => !double.IsNaN(model[row])))];
        if (complete.Length == 0)
            throw new RefusedInputException(
                $"No row has a probability of each of {string.Join(", ", table.Models)}, so they cannot be compared. Score them apart with --probability.");
        var chosen = thresholds.Select((threshold, m) => threshold ?? DecisionThreshold.Youden(
            [.. complete.Select(row => table.IsCase[row])], [.. complete.Select(row => table.Probability[m][row])])).ToArray();

        var populations = Populations(table, complete, chosen).ToImmutableArray();
        var bootstrap = BootstrapMerge.Whole(populations, options.RandomSeed, options.Bootstrap, options.Confidence);
        (string, string)[] pairs = [..
            from i in Enumerable.Range(0, table.Models.Length)
            from j in Enumerable.Range(i + 1, table.Models.Length - i - 1)
            select (table.Models[i], table.Models[j])];
        var figures = Evaluator.Figures(populations, bootstrap, pairs, new EvaluationOptions { DecisionRange = options.DecisionRange }.DecisionThresholds,
            options.RandomSeed);
        return new EvaluationReport(
            EvaluationReport.ResearchUseOnly, options.Confidence, options.Bootstrap, SplitHash: null,
            [.. table.Models.Select((name, m) => new ModelSummary(name, name, null, null, chosen[m], ScoreThresholds.Text(thresholds[m])))],
            FusionRounds: null, [.. figures.Where(one => one.Group is null)], SubgroupPerformance.Of(figures), [], Notes(table, complete, thresholds));
    }

    /// <summary>The rows that every model scored, then all rows where some are not, then the subgroups of the first.</summary>
    private static IEnumerable<EvaluatedPopulation> Populations(ScoreTable table, int[] complete, double[] thresholds)
    {
        var isWhole = complete.Length == table.IsCase.Length;
        var first = Population("complete", isWhole ? "All rows" : "Rows that every model scored", table, complete, thresholds);
        yield return first;
        if (!isWhole) yield return Population("all", "All rows", table, [.. Enumerable.Range(0, table.IsCase.Length)], thresholds);
        foreach (var column in table.Subgroups)
            foreach (var group in SubgroupPopulations.Of(first, column.Name, column.Levels, [.. complete.Select(row => column.LevelOf[row])]))
                yield return group;
    }

    private static EvaluatedPopulation Population(string key, string title, ScoreTable table, int[] rows, double[] thresholds)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var row in rows) numbers.TryAdd(table.Patient[row], numbers.Count);
        return new EvaluatedPopulation(
            key, title, [.. rows.Select(row => table.IsCase[row])], [.. rows.Select(row => numbers[table.Patient[row]])],
            [
                .. table.Models.Select((name, m) =>
                {
                    double[] probability = [.. rows.Select(row => table.Probability[m][row])];
                    var missing = probability.Count(double.IsNaN);
                    return missing == 0
                        ? new EvaluatedModel(name, name, ThresholdedScores.At(thresholds[m], probability), null)
                        : new EvaluatedModel(name, name, null, $"no probability in {missing} of {rows.Length} rows");
                }),
            ]);
    }

    private static ImmutableArray<string> Notes(ScoreTable table, int[] complete, double?[] thresholds)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (table.Note is { } note) notes.Add(note);
        if (table.LeftOut > 0) notes.Add($"Rows of the file that were not asked for: {table.LeftOut}.");
        if (table.IsCase.Length - complete.Length is > 0 and var incomplete)
            notes.Add($"Rows without a probability of some model: {incomplete}. They are in the block of all rows only.");
        notes.Add(table.PatientColumn is { } column
            ? $"Patients by column '{column}': all rows of a patient are drawn together."
            : "Every row is taken as a patient of its own. Where that is wrong, intervals are too narrow: name the column with --patient.");
        if (thresholds.Contains(null))
            notes.Add("A threshold that was chosen on these very rows makes the decisions look better than they will be on others.");
        notes.Add("That no model was fitted, calibrated or chosen on these rows is for whoever made the table to say.");
        notes.Add(ReportNotes.Binning);
        return notes.ToImmutable();
    }
}
