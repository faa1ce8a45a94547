using System.Globalization;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// Figures as the cells of a table: three decimals, true dashes, no NaN. Why a cell is empty is collected and said once below
/// the tables, so that they stay narrow.
/// </summary>
public sealed class MeasureText
{
    private const string Undefined = "undefined";
    private readonly List<string> _remarks = [];

    /// <summary>Why there is no value or no interval, each reason once.</summary>
    public IEnumerable<string> Remarks => _remarks;

    public string Of(Estimate estimate)
    {
        if (estimate.Value is not { } value) return Remark(Undefined, estimate.Undefined!);
        if (estimate.Interval is { } interval) return $"{Number(value)} ({Of(interval)})";
        return $"{Number(value)} {Remark("(no CI)", estimate.NoInterval!)}";
    }

    public string Of(Proportion share)
    {
        if (share.Value is not { } value) return Remark(Undefined, share.Undefined!);
        return share.Wilson is { } interval ? $"{Number(value)} ({Of(interval)})" : Number(value);
    }

    public string Of(MeasureDifference measure)
    {
        var difference = measure.Difference;
        if (difference.Value is not { } value) return Remark(Undefined, difference.Undefined!);
        if (difference.Interval is { } interval) return $"{Signed(value)} ({Signed(interval.Low)} to {Signed(interval.High)})";
        return $"{Signed(value)} {Remark("(no CI)", difference.NoInterval!)}";
    }

    public (string Slope, string Intercept, string InTheLarge) Of(CalibrationMeasures calibration)
    {
        if (calibration.Line is not { } line)
        {
            var none = Remark(Undefined, calibration.Undefined!);
            return (none, none, none);
        }
        return (Of(line.Slope), Of(line.Intercept), Of(line.InTheLarge));
    }

    public static string Of(Interval? interval) => interval is { } known
        ? known.Low < 0 ? $"{Signed(known.Low)} to {Signed(known.High)}" : $"{Number(known.Low)}–{Number(known.High)}"
        : Undefined;

    public static string Of(ConfusionCounts c) =>
        MetricsText.Invariant($"{c.TruePositives}/{c.FalsePositives}/{c.FalseNegatives}/{c.TrueNegatives}");

    public static string Number(double? value) => value is { } known
        ? known.ToString("0.000;−0.000;0.000", CultureInfo.InvariantCulture)
        : Undefined;

    public static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);

    public static string P(double? p) => p switch
    {
        null => Undefined,
        < 0.001 => "<0.001",
        { } value => Number(value),
    };

    /// <summary><c>43 patients, 14 cases</c></summary>
    public static string Counted(PopulationPerformance population)
    {
        var rows = population.Rows == population.Patients ? "" : $"{population.Rows} rows of ";
        return $"{rows}{population.Patients} patient{(population.Patients == 1 ? "" : "s")}, {population.Cases} case{(population.Cases == 1 ? "" : "s")}";
    }

    private static string Of(WaldEstimate estimate) =>
        estimate.Interval is { } interval ? $"{Number(estimate.Value)} ({Of(interval)})" : Number(estimate.Value);

    private string Remark(string word, string reason)
    {
        var remark = $"{word.Trim('(', ')')}: {reason}";
        if (!_remarks.Contains(remark)) _remarks.Add(remark);
        return word;
    }
}
