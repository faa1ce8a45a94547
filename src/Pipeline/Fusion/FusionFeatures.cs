using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// The columns that fusion learns from: the MRI probability of one fold model, where the run has MRI, then the clinical
/// features as they are. Trees need no scaling and XGBoost handles missing values, so nothing is imputed. A binary feature is
/// 0 or 1 (its positive level); a categorical one gets a 0/1 column per level, because the order of its levels means nothing.
/// </summary>
public sealed class FusionFeatures
{
    public const string MriProbability = "MRI probability";

    private readonly PreparedCohort _cohort;
    private readonly bool _withMri;

    /// <summary>Of each clinical matrix column: the cohort's column, and the level it stands for; null: the value itself.</summary>
    private readonly List<(int Column, int? Level)> _sources = [];

    public FusionFeatures(PreparedCohort cohort, bool withMri) : this(cohort, cohort.Columns, withMri) { }

    /// <param name="columns">
    /// Of the cohort that the fusion was grown on; <paramref name="cohort"/> has the same, in the same order. A level behind these
    /// columns' own is one that the fusion has never seen: the patient is then none of the known ones.
    /// </param>
    public FusionFeatures(PreparedCohort cohort, ImmutableArray<ClinicalColumn> columns, bool withMri)
    {
        if (!cohort.Columns.Select(column => column.Name).SequenceEqual(columns.Select(column => column.Name)))
            throw new ArgumentException("The cohort has other columns than the fusion was grown on.", nameof(cohort));
        (_cohort, _withMri) = (cohort, withMri);
        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column].Kind != ColumnKind.Categorical)
                _sources.Add((column, null));
            else
                _sources.AddRange(Enumerable.Range(0, columns[column].Levels.Length).Select(level => (column, (int?)level)));
        }
        Columns = NamesOf(columns, withMri);
    }

    /// <summary>What the columns of the fusion are called, in their order.</summary>
    public static ImmutableArray<string> NamesOf(ImmutableArray<ClinicalColumn> columns, bool withMri) =>
    [
        .. withMri ? [MriProbability] : Array.Empty<string>(),
        .. columns.SelectMany(column => column.Kind == ColumnKind.Categorical ? column.Levels.Select(level => $"{column.Name}={level}") : [column.Name]),
    ];

    public IReadOnlyList<string> Columns { get; }

    /// <param name="patients">Indices into the cohort, one per row.</param>
    /// <param name="mriLogit">[patient of the cohort] log-odds of one fold model each; NaN or null: missing.</param>
    public FeatureMatrix Rows(IReadOnlyList<int> patients, double[]? mriLogit)
    {
        var values = new float[patients.Count * Columns.Count];
        var next = 0;
        foreach (var patient in patients)
        {
            if (_withMri) values[next++] = (float)Evaluation.PlattScaling.Sigmoid(mriLogit?[patient] ?? double.NaN);
            foreach (var (column, level) in _sources)
            {
                var value = _cohort.Values[column][patient];
                values[next++] = level is null || double.IsNaN(value) ? (float)value : value == level ? 1 : 0;
            }
        }
        return new FeatureMatrix(Columns, patients.Count, values);
    }
}
