namespace AxSpa.Pipeline.Evaluation;

/// <summary>Mean squared distance between probability and outcome; 0 is perfect, the prevalence alone gives p (1 − p).</summary>
public static class BrierScore
{
    /// <returns>Null for no patients, or when a value is not a probability.</returns>
    public static double? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        RankedScores.RequireOnePerPatient(isCase, probability);
        if (isCase.IsEmpty) return null;
        var sum = 0.0;
        for (var i = 0; i < isCase.Length; i++)
        {
            if (probability[i] is < 0 or > 1) return null;
            sum += OfProbability(isCase[i], probability[i]);
        }
        return sum / isCase.Length;
    }

    /// <summary>The squared distance of one patient.</summary>
    public static double OfProbability(bool isCase, double probability)
    {
        var distance = probability - (isCase ? 1 : 0);
        return distance * distance;
    }
}
