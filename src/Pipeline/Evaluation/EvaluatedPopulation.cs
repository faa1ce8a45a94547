using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>What a model says of every row of a population.</summary>
/// <param name="Probability">[rows] in 0 .. 1.</param>
/// <param name="Positive">[rows] the decision at the threshold.</param>
/// <param name="Threshold">Fixed before evaluation; a row is positive at or above it.</param>
public sealed record ThresholdedScores(double[] Probability, bool[] Positive, double Threshold)
{
    public static ThresholdedScores At(double threshold, double[] probability) => new(probability, [.. probability.Select(p => p >= threshold)], threshold);
}

/// <summary>A model and, where it scored every row of the population, what it says.</summary>
/// <param name="Name">In files: <c>fusion</c>, or a column's name.</param>
/// <param name="Title">For people: <c>Late-fusion</c>.</param>
/// <param name="NotAvailable">Why there are no scores; null where there are.</param>
public sealed record EvaluatedModel(string Name, string Title, ThresholdedScores? Scores, string? NotAvailable);

/// <summary>One value of a column, such as sex = Female.</summary>
public sealed record PatientGroup(string Column, string Level);

/// <summary>
/// The rows that one block of figures is about, with their outcomes and what each model says of them. All that figures,
/// draws and curves are computed from, whether it comes from a run or from somebody's table.
/// </summary>
/// <param name="Key">Names the population in files, once in a report: <c>test/complete</c>.</param>
/// <param name="Title">For people: <c>Test set, patients with both modalities</c>.</param>
/// <param name="IsCase">[rows]</param>
/// <param name="Patient">[rows] whose row it is: 0, 1, … by first appearance. A patient's rows are drawn together.</param>
/// <param name="Models">In the order of the report; those without scores too.</param>
public sealed record EvaluatedPopulation(
    string Key, string Title, bool[] IsCase, int[] Patient, ImmutableArray<EvaluatedModel> Models)
{
    /// <summary>Null where the rows come from no split.</summary>
    public PatientSet? Set { get; init; }

    /// <summary>Null where the rows come from no run.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Set for a subgroup of another population.</summary>
    public PatientGroup? Group { get; init; }

    /// <summary>A part of another population, in which a handful of patients may be left.</summary>
    public bool IsPart => Group is not null || Evidence == Evaluation.Evidence.WithoutMri;

    public int Rows => IsCase.Length;
    public int Patients => Patient.Length == 0 ? 0 : Patient.Max() + 1;
    public int Cases => IsCase.Count(isCase => isCase);
    public int Controls => Rows - Cases;

    /// <summary>Patients with at least one row of that outcome.</summary>
    public int PatientsWith(bool isCase) => Patient.Where((_, row) => IsCase[row] == isCase).Distinct().Count();

    /// <summary>Rows are independent of each other; several rows of one patient are not.</summary>
    public bool OneRowEach => Patients == Rows;

    public IReadOnlyList<Metric> Drawn => Group is null ? Metrics.All : Metrics.OfSubgroups;

    /// <summary>The models that have figures here.</summary>
    public IEnumerable<(string Name, ThresholdedScores Scores)> Judged =>
        from model in Models where model.Scores is not null select (model.Name, model.Scores);

    /// <summary>Some of the rows, with what every model says of them.</summary>
    /// <param name="rows">Ascending.</param>
    public EvaluatedPopulation Only(int[] rows, PatientGroup group, string title)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var row in rows) numbers.TryAdd(Patient[row], numbers.Count);
        return new EvaluatedPopulation(
            $"{Key}/{group.Column}={group.Level}", title, [.. rows.Select(row => IsCase[row])], [.. rows.Select(row => numbers[Patient[row]])],
            [.. Models.Select(model => model with { Scores = Only(model.Scores, rows) })])
        {
            Set = Set,
            Evidence = Evidence,
            Group = group,
        };
    }

    private static ThresholdedScores? Only(ThresholdedScores? all, int[] rows) => all is null ? null : new ThresholdedScores(
        [.. rows.Select(row => all.Probability[row])], [.. rows.Select(row => all.Positive[row])], all.Threshold);

    /// <returns>[rows] 0, 1, … where every row is a patient of its own.</returns>
    public static int[] EachItsOwn(int rows) => [.. Enumerable.Range(0, rows)];
}
