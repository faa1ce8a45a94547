namespace AxSpa.Pipeline.Evaluation;

/// <summary>Mean negative log-likelihood of the outcomes, taken from log-odds so that sure predictions do not overflow.</summary>
public static class LogLoss
{
    /// <returns>In nats; null for no patients.</returns>
    public static double? OfLogits(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> logit)
    {
        RankedScores.RequireOnePerPatient(isCase, logit);
        if (isCase.IsEmpty) return null;
        var sum = 0.0;
        for (var i = 0; i < isCase.Length; i++) sum += Of(isCase[i], logit[i]);
        return sum / isCase.Length;
    }

    /// <returns>In nats; null for no patients, or where a patient's outcome was given a probability of 0: the loss is infinite.</returns>
    public static double? OfProbabilities(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        RankedScores.RequireOnePerPatient(isCase, probability);
        if (isCase.IsEmpty) return null;
        var sum = 0.0;
        for (var i = 0; i < isCase.Length; i++) sum += OfProbability(isCase[i], probability[i]);
        return double.IsFinite(sum) ? sum / isCase.Length : null;
    }

    /// <summary>The loss of one patient: log(1 + e^−z) for a case, log(1 + e^z) for a control.</summary>
    public static double Of(bool isCase, double logit) => Softplus(isCase ? -logit : logit);

    /// <returns>Infinite for a probability of 0 of what came true.</returns>
    public static double OfProbability(bool isCase, double probability) => -Math.Log(isCase ? probability : 1 - probability);

    private static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
}
