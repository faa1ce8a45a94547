using System.Collections.Immutable;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>What each predictor of a table says of one patient, in the table's order; null where one cannot score them.</summary>
public sealed class PredictorScores : IEquatable<PredictorScores>
{
    private readonly ImmutableArray<PredictorId> _predictors;
    private readonly ImmutableArray<ModelScore?> _scores;

    /// <param name="scores">One for each of <paramref name="predictors"/>.</param>
    public PredictorScores(ImmutableArray<PredictorId> predictors, ImmutableArray<ModelScore?> scores)
    {
        if (predictors.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores of {predictors.Length} predictors.", nameof(scores));
        (_predictors, _scores) = (predictors, scores);
    }

    /// <returns>Null where the predictor has no score of the patient, or is none of the table's.</returns>
    public ModelScore? this[PredictorId predictor] => _predictors.IndexOf(predictor) is >= 0 and var index ? _scores[index] : null;

    public bool Equals(PredictorScores? other) =>
        other is not null && _predictors.SequenceEqual(other._predictors) && _scores.SequenceEqual(other._scores);

    public override bool Equals(object? other) => Equals(other as PredictorScores);

    public override int GetHashCode() => _scores.Aggregate(_predictors.Length, HashCode.Combine);
}
