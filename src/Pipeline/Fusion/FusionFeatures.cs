using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// The columns that fusion learns from: the probability of one fold model of each branch that has no features of its own here, then the clinical
/// features as they are. Trees need no scaling and XGBoost handles missing values, so nothing is imputed. A binary feature is
/// 0 or 1 (its positive level); a categorical one gets a 0/1 column per level, because the order of its levels means nothing.
/// </summary>
public sealed class FusionFeatures
{
    private readonly PreparedCohort _cohort;
    private readonly int _branches;

    /// <summary>Of each clinical matrix column: the cohort's column, and the level it stands for; null: the value itself.</summary>
    private readonly List<(int Column, int? Level)> _sources = [];

    /// <param name="branches">Those whose probability is a column.</param>
    public FusionFeatures(PreparedCohort cohort, ImmutableArray<BranchId> branches) : this(cohort, cohort.Columns, branches) { }

    /// <param name="columns">
    /// Of the cohort that the fusion was grown on; <paramref name="cohort"/> has the same, in the same order. A level behind these
    /// columns' own is one that the fusion has never seen: the patient is then none of the known ones.
    /// </param>
    public FusionFeatures(PreparedCohort cohort, ImmutableArray<ClinicalColumn> columns, ImmutableArray<BranchId> branches)
    {
        if (!cohort.Columns.Select(column => column.Name).SequenceEqual(columns.Select(column => column.Name)))
            throw new ArgumentException("The cohort has other columns than the fusion was grown on.", nameof(cohort));
        (_cohort, _branches) = (cohort, branches.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column].Kind != ColumnKind.Categorical)
                _sources.Add((column, null));
            else
                _sources.AddRange(Enumerable.Range(0, columns[column].Levels.Length).Select(level => (column, (int?)level)));
        }
        Columns = NamesOf(columns, branches);
    }

    /// <summary>What the columns of the fusion are called, in their order.</summary>
    public static ImmutableArray<string> NamesOf(ImmutableArray<ClinicalColumn> columns, ImmutableArray<BranchId> branches) =>
    [
        .. branches.Select(ProbabilityOf),
        .. columns.SelectMany(column => column.Kind == ColumnKind.Categorical ? column.Levels.Select(level => $"{column.Name}={level}") : [column.Name]),
    ];

    /// <summary><c>MRI probability</c></summary>
    public static string ProbabilityOf(BranchId branch) => $"{BranchRegistry.Of(branch).Name} probability";

    public IReadOnlyList<string> Columns { get; }

    /// <param name="patients">Indices into the cohort, one per row.</param>
    /// <param name="logits">[branch][patient of the cohort] log-odds of one fold model each; NaN: missing, as all of them are where there are none.</param>
    public FeatureMatrix Rows(IReadOnlyList<int> patients, IEnumerable<double[]> logits)
    {
        double[][] known = [.. logits];
        var values = new float[patients.Count * Columns.Count];
        var next = 0;
        foreach (var patient in patients)
        {
            for (var branch = 0; branch < _branches; branch++)
                values[next++] = (float)Evaluation.PlattScaling.Sigmoid(known.Length == 0 ? double.NaN : known[branch][patient]);
            foreach (var (column, level) in _sources)
            {
                var value = _cohort.Values[column][patient];
                values[next++] = level is null || double.IsNaN(value) ? (float)value : value == level ? 1 : 0;
            }
        }
        return new FeatureMatrix(Columns, patients.Count, values);
    }
}
