namespace AxSpa.Pipeline.Evaluation;

/// <summary>Who was called what. Every rate is null where its denominator is zero, never NaN and never a made-up 0.</summary>
public readonly record struct ConfusionCounts(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>The rule "a patient is positive when the probability is at least the threshold".</summary>
    public static ConfusionCounts At(double threshold, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        RankedScores.RequireOnePerPatient(isCase, probability);
        var positive = new bool[probability.Length];
        for (var i = 0; i < positive.Length; i++) positive[i] = probability[i] >= threshold;
        return From(isCase, positive);
    }

    public static ConfusionCounts From(ReadOnlySpan<bool> isCase, ReadOnlySpan<bool> isPositive)
    {
        var (tp, fp, fn, tn) = (0, 0, 0, 0);
        for (var i = 0; i < isCase.Length; i++)
        {
            if (isCase[i]) _ = isPositive[i] ? tp++ : fn++;
            else _ = isPositive[i] ? fp++ : tn++;
        }
        return new ConfusionCounts(tp, fp, fn, tn);
    }

    /// <summary>One patient fewer.</summary>
    public ConfusionCounts Without(bool isCase, bool isPositive) => (isCase, isPositive) switch
    {
        (true, true) => this with { TruePositives = TruePositives - 1 },
        (true, false) => this with { FalseNegatives = FalseNegatives - 1 },
        (false, true) => this with { FalsePositives = FalsePositives - 1 },
        (false, false) => this with { TrueNegatives = TrueNegatives - 1 },
    };

    public double? Sensitivity => Ratio(TruePositives, TruePositives + FalseNegatives);
    public double? Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);
    public double? PositivePredictiveValue => Ratio(TruePositives, TruePositives + FalsePositives);
    public double? NegativePredictiveValue => Ratio(TrueNegatives, TrueNegatives + FalseNegatives);
    public double? F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);
    public double? Accuracy => Ratio(TruePositives + TrueNegatives, TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Mean of sensitivity and specificity.</summary>
    public double? BalancedAccuracy => (Sensitivity + Specificity) / 2;

    /// <summary>Correlation of decision and outcome, −1 .. 1; null where all have one outcome or all got one decision.</summary>
    /// <remarks>Matthews, Biochim Biophys Acta 1975.</remarks>
    public double? MatthewsCorrelation
    {
        get
        {
            double tp = TruePositives, fp = FalsePositives, fn = FalseNegatives, tn = TrueNegatives;
            var whole = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
            return whole == 0 ? null : (tp * tn - fp * fn) / Math.Sqrt(whole);
        }
    }

    private static double? Ratio(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
