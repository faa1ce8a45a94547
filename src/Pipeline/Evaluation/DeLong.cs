namespace AxSpa.Pipeline.Evaluation;

/// <summary>An AUROC with its variance.</summary>
public sealed record DeLongEstimate(double Auroc, double Variance)
{
    /// <returns>Wald interval, cut to 0 .. 1.</returns>
    public Interval Interval(double confidence)
    {
        var half = NormalDistribution.Quantile(1 - (1 - confidence) / 2) * Math.Sqrt(Variance);
        return new Interval(Math.Max(0, Auroc - half), Math.Min(1, Auroc + half));
    }

    /// <summary>
    /// The Wald interval of log(A / (1 − A)), brought back: it stays inside 0 .. 1 and covers better where cases are few or the
    /// AUROC is high.
    /// </summary>
    /// <returns>Null for an AUROC of 0 or 1, which has no log-odds.</returns>
    /// <remarks>Pepe, The Statistical Evaluation of Medical Tests, 2003, section 5.2; compared by Qin and Hotilovac, Stat Methods Med Res 2008.</remarks>
    public Interval? LogitInterval(double confidence)
    {
        if (Auroc is <= 0 or >= 1) return null;
        var half = NormalDistribution.Quantile(1 - (1 - confidence) / 2) * Math.Sqrt(Variance) / (Auroc * (1 - Auroc));
        var logit = PlattScaling.LogOdds(Auroc);
        return new Interval(PlattScaling.Sigmoid(logit - half), PlattScaling.Sigmoid(logit + half));
    }
}

/// <summary>Two AUROCs of the same patients, and the test of their difference.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="Z">Null when the difference has no variance, as for two scores with the same order.</param>
/// <param name="P">Two-sided; null with <paramref name="Z"/>.</param>
public sealed record DeLongComparison(
    DeLongEstimate First, DeLongEstimate Second, double Covariance, double Difference, double StandardError, double? Z, double? P)
{
    /// <summary>Of the difference.</summary>
    public Interval Interval(double confidence)
    {
        var half = NormalDistribution.Quantile(1 - (1 - confidence) / 2) * StandardError;
        return new Interval(Difference - half, Difference + half);
    }
}

/// <summary>The non-parametric variance of AUROCs and the paired test of two.</summary>
/// <remarks>
/// DeLong, DeLong, Clarke-Pearson, Biometrics 1988; computed from midranks in O(n log n) after Sun and Xu, IEEE SPL 2014. Several
/// rows of one patient are taken together: Obuchowski, Biometrics 1997, which is DeLong's where each patient has one row.
/// </remarks>
public static class DeLong
{
    /// <returns>Null with fewer than two cases or two controls: there is no variance to estimate.</returns>
    public static DeLongEstimate? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> score) =>
        Of(isCase, EvaluatedPopulation.EachItsOwn(isCase.Length), score);

    /// <param name="patient">[rows] 0, 1, … by first appearance.</param>
    /// <returns>Null with fewer than two patients with a case, or two with a control.</returns>
    public static DeLongEstimate? Of(ReadOnlySpan<bool> isCase, ReadOnlySpan<int> patient, ReadOnlySpan<double> score) =>
        Spread.From(isCase, patient, score) is { } spread ? new DeLongEstimate(spread.Auroc, spread.CovarianceWith(spread)) : null;

    /// <inheritdoc cref="Of(ReadOnlySpan{bool}, ReadOnlySpan{double})"/>
    public static DeLongComparison? Compare(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        Compare(isCase, EvaluatedPopulation.EachItsOwn(isCase.Length), first, second);

    /// <inheritdoc cref="Of(ReadOnlySpan{bool}, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static DeLongComparison? Compare(
        ReadOnlySpan<bool> isCase, ReadOnlySpan<int> patient, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (Spread.From(isCase, patient, first) is not { } a || Spread.From(isCase, patient, second) is not { } b) return null;
        var (estimateA, estimateB) = (new DeLongEstimate(a.Auroc, a.CovarianceWith(a)), new DeLongEstimate(b.Auroc, b.CovarianceWith(b)));
        var covariance = a.CovarianceWith(b);
        var difference = a.Auroc - b.Auroc;
        var variance = estimateA.Variance + estimateB.Variance - 2 * covariance;
        // Equal orders leave a variance of a few 1e-18 by rounding; a z from that would be nonsense.
        var error = variance > 1e-15 * (estimateA.Variance + estimateB.Variance) ? Math.Sqrt(variance) : 0;
        double? z = error > 0 ? difference / error : null;
        return new DeLongComparison(estimateA, estimateB, covariance, difference, error, z, z is { } value ? NormalDistribution.TwoSidedTail(value) : null);
    }

    /// <summary>How far each patient's placements lie from what the AUROC lets expect.</summary>
    /// <param name="OfCases">[patients] summed over their cases; 0 for a patient without one.</param>
    /// <param name="OfControls">[patients] summed over their controls.</param>
    private sealed record Spread(double Auroc, double[] OfCases, double[] OfControls, int Cases, int Controls, int WithCase, int WithControl)
    {
        public static Spread? From(ReadOnlySpan<bool> isCase, ReadOnlySpan<int> patient, ReadOnlySpan<double> score)
        {
            var ranked = RankedScores.From(isCase, score);
            if (ranked.Cases == 0 || ranked.Controls == 0) return null;
            var (auroc, placement) = (Evaluation.Auroc.Of(ranked)!.Value, PlacementValues.ByRow(isCase, score, ranked));
            var patients = 0;
            foreach (var one in patient) patients = Math.Max(patients, one + 1);
            var (ofCases, ofControls) = (new double[patients], new double[patients]);
            var (hasCase, hasControl) = (new bool[patients], new bool[patients]);
            for (var row = 0; row < isCase.Length; row++)
            {
                (isCase[row] ? ofCases : ofControls)[patient[row]] += placement[row] - auroc;
                (isCase[row] ? hasCase : hasControl)[patient[row]] = true;
            }
            var (withCase, withControl) = (hasCase.Count(has => has), hasControl.Count(has => has));
            return withCase < 2 || withControl < 2
                ? null
                : new Spread(auroc, ofCases, ofControls, ranked.Cases, ranked.Controls, withCase, withControl);
        }

        public double CovarianceWith(Spread other)
        {
            var (cases, controls, both) = (0.0, 0.0, 0.0);
            for (var one = 0; one < OfCases.Length; one++)
            {
                cases += OfCases[one] * other.OfCases[one];
                controls += OfControls[one] * other.OfControls[one];
                both += OfCases[one] * other.OfControls[one] + OfControls[one] * other.OfCases[one];
            }
            var (m, n, patients) = ((double)Cases, (double)Controls, (double)OfCases.Length);
            return WithCase / (WithCase - 1.0) * cases / (m * m) + WithControl / (WithControl - 1.0) * controls / (n * n)
                + patients / (patients - 1) * both / (m * n);
        }
    }
}
