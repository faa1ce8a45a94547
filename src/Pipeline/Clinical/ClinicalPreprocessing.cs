using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Clinical;

/// <summary>
/// From clean clinical columns to a network's inputs: numbers imputed and scaled, then levels one-hot, as fitted on one fold's
/// training patients. It is part of the fold's model: a new patient is scored with it, by column name.
/// </summary>
/// <remarks>Equal to scikit-learn's SimpleImputer, StandardScaler and OneHotEncoder(handle_unknown="ignore").</remarks>
public sealed record ClinicalPreprocessing(ImmutableArray<NumericScaling> Numbers, ImmutableArray<LevelEncoding> Levels)
{
    /// <summary>Inputs: the numbers in the cohort's order, then <c>column=level</c> of each other column.</summary>
    public ImmutableArray<string> FeatureNames =>
        [.. Numbers.Select(number => number.Column), .. Levels.SelectMany(levels => levels.Levels.Select(level => $"{levels.Column}={level}"))];

    /// <summary>[inputs] the column of <see cref="Fusion.FusionFeatures"/> that each belongs to: both inputs of a yes-or-no column to the column.</summary>
    public ImmutableArray<string> FeatureOfInputs(PreparedCohort cohort)
    {
        var kinds = cohort.Columns.ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal);
        return [.. Numbers.Select(number => number.Column), .. Levels.SelectMany(encoding =>
            encoding.Levels.Select(level => kinds[encoding.Column] == ColumnKind.Categorical ? $"{encoding.Column}={level}" : encoding.Column))];
    }

    public int Width => Numbers.Length + Levels.Sum(levels => levels.Levels.Length);

    /// <param name="patientIndices">The fold's training patients and nobody else: imputing from others leaks them.</param>
    public static ClinicalPreprocessing Fit(PreparedCohort cohort, ReadOnlySpan<int> patientIndices, Imputation imputation = Imputation.Median)
    {
        var numbers = ImmutableArray.CreateBuilder<NumericScaling>();
        var levels = ImmutableArray.CreateBuilder<LevelEncoding>();
        var values = new double[patientIndices.Length];
        for (var c = 0; c < cohort.Columns.Length; c++)
        {
            for (var i = 0; i < values.Length; i++) values[i] = cohort.Values[c][patientIndices[i]];
            var column = cohort.Columns[c];
            if (column.Kind == ColumnKind.Numeric) numbers.Add(NumericScaling.Fit(column.Name, values, imputation));
            else levels.Add(LevelEncoding.Fit(column.Name, column.Levels, values));
        }
        return new ClinicalPreprocessing(numbers.ToImmutable(), levels.ToImmutable());
    }

    /// <returns>[patients × <see cref="Width"/>] row after row, as a network takes it.</returns>
    public float[] Apply(PreparedCohort cohort, ReadOnlySpan<int> patientIndices) =>
        Array.ConvertAll(ApplyInDoubles(cohort, patientIndices), value => (float)value);

    /// <inheritdoc cref="Apply"/>
    /// <exception cref="RefusedInputException">The cohort lacks a column, or has it with another type.</exception>
    public double[] ApplyInDoubles(PreparedCohort cohort, ReadOnlySpan<int> patientIndices)
    {
        var (width, offset) = (Width, 0);
        var inputs = new double[patientIndices.Length * width];
        foreach (var number in Numbers)
        {
            var (_, values) = Find(cohort, number.Column, numeric: true);
            for (var i = 0; i < patientIndices.Length; i++) inputs[i * width + offset] = number.Apply(values[patientIndices[i]]);
            offset++;
        }
        foreach (var encoding in Levels)
        {
            var (column, values) = Find(cohort, encoding.Column, numeric: false);
            var inputOf = encoding.InputOf(column.Levels);
            for (var i = 0; i < patientIndices.Length; i++)
            {
                var value = values[patientIndices[i]];
                var input = double.IsNaN(value) ? inputOf[^1] : inputOf[(int)value];
                if (input >= 0) inputs[i * width + offset + input] = 1;
            }
            offset += encoding.Levels.Length;
        }
        return inputs;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ClinicalJson.Default.ClinicalPreprocessing);

    public static ClinicalPreprocessing FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ClinicalJson.Default.ClinicalPreprocessing) ?? throw new JsonException("The preprocessing is empty.");

    public void Save(string path) => AtomicFile.Write(path, ToJson());

    public static ClinicalPreprocessing Load(string path) => FromJson(RegularFile.ReadAllBytes(path));

    private static (ClinicalColumn Column, double[] Values) Find(PreparedCohort cohort, string name, bool numeric)
    {
        for (var i = 0; i < cohort.Columns.Length; i++)
            if (cohort.Columns[i] is var column && column.Name == name)
                return (column.Kind == ColumnKind.Numeric) == numeric ? (column, cohort.Values[i]) : throw new RefusedInputException(
                    $"Column '{name}' is {column.Kind.ToString().ToLowerInvariant()} in this cohort, but the model was fitted on it as "
                    + $"{(numeric ? "numeric" : "levels")}. Declare its type under cohort.columns.");
        throw new RefusedInputException($"The cohort has no column '{name}', which the model was fitted on. Columns: "
            + $"{TableException.Listed(cohort.Columns.Select(column => column.Name))}.");
    }
}
