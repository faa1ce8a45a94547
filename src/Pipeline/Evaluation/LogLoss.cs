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

    /// <summary>The loss of one patient: log(1 + e^−z) for a case, log(1 + e^z) for a control.</summary>
    public static double Of(bool isCase, double logit) => Softplus(isCase ? -logit : logit);

    private static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
}
