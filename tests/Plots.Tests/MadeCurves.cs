using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Plots.Tests;

/// <summary>Made input of the size of a real run. Set AXSPA_PLOTS_OUT to a folder to look at what the tests draw.</summary>
internal static class MadeCurves
{
    public static readonly string[] Models = ["MRI-only", "Clinical-only", "Late-fusion"];
    private static readonly double[] Separation = [1.1, 1.3, 1.75];

    public static (double[] Score, bool[] IsCase) Scores(int model, int patients = 200)
    {
        var isCase = new bool[patients];
        var score = new double[patients];
        for (var i = 0; i < patients; i++)
        {
            isCase[i] = i % 4 == 0;
            score[i] = 1 / (1 + Math.Exp(1.2 - (isCase[i] ? Separation[model] : 0) - Wobble(i, model)));
        }
        return (score, isCase);
    }

    public static CurveSeries Roc(int model, int patients = 200)
    {
        var (x, y, _) = Walk(model, patients);
        return new CurveSeries(Models[model], x, y, "AUROC 0.82 (95% CI 0.77–0.87)");
    }

    public static CurveSeries PrecisionRecall(int model)
    {
        var (_, recall, precision) = Walk(model, 200);
        return new CurveSeries(Models[model], recall[1..], precision[1..], "AUPRC 0.71 (95% CI 0.62–0.79)");
    }

    public static CurveSeries NetBenefit(int model)
    {
        var (score, isCase) = Scores(model);
        var at = Enumerable.Range(1, 99).Select(i => i / 100.0).ToArray();
        return new CurveSeries(Models[model], at, [.. at.Select(t => Benefit(score.Select(s => s >= t), isCase, t))]);
    }

    public static CurveSeries TreatAll()
    {
        var (score, isCase) = Scores(0);
        var at = Enumerable.Range(1, 100).Select(i => i / 100.0).ToArray();
        return new CurveSeries("Treat all", at, [.. at.Select(t => Benefit(score.Select(_ => true), isCase, t))]);
    }

    /// <summary>A box of 40 × 50 × 12 voxels with thick slices, a bright ball, and heat around it.</summary>
    public static IReadOnlyList<ScanPlane> Planes()
    {
        var (scan, heat) = (new float[40 * 50 * 12], new float[40 * 50 * 12]);
        for (var n = 0; n < scan.Length; n++)
        {
            var (x, y, z) = (n % 40, n / 40 % 50, n / 2000);
            var squared = Math.Pow((x - 28) * 3.0, 2) + Math.Pow((y - 20) * 3.0, 2) + Math.Pow((z - 7) * 7.0, 2);
            scan[n] = (float)(100 + 40 * Math.Cos(x / 6.0) * Math.Cos(y / 8.0) + 90 * Math.Exp(-squared / 200));
            heat[n] = (float)Math.Exp(-squared / 900);
        }
        OrientedVolume Of(float[] values) => new([40, 50, 12], [3, 3, 7], values);
        return ScanPlanes.Through(Of(scan), Of(heat), [28, 20, 7], new Affine([3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 7, 0]));
    }

    public static double Wobble(int i, int stream) => 1.6 * Math.Sin((i * 12.9898) + (stream * 78.233)) + Math.Cos(i * 3.7 + stream);

    public static void Show(string name, byte[] png)
    {
        if (Environment.GetEnvironmentVariable("AXSPA_PLOTS_OUT") is { Length: > 0 } folder)
            File.WriteAllBytes(Path.Combine(folder, name), png);
    }

    private static double Benefit(IEnumerable<bool> treated, bool[] isCase, double threshold)
    {
        var hits = treated.Zip(isCase).ToArray();
        var weight = threshold / (1 - threshold);
        return (hits.Count(h => h.First && h.Second) - (hits.Count(h => h.First && !h.Second) * weight)) / isCase.Length;
    }

    private static (double[] FalsePositiveRate, double[] Recall, double[] Precision) Walk(int model, int patients)
    {
        var (score, isCase) = Scores(model, patients);
        double cases = isCase.Count(c => c), controls = patients - cases, hits = 0, alarms = 0;
        var points = new List<(double X, double Y, double Precision)> { (0, 0, 1) };
        foreach (var i in Enumerable.Range(0, patients).OrderByDescending(i => score[i]))
        {
            _ = isCase[i] ? hits++ : alarms++;
            points.Add((alarms / controls, hits / cases, hits / (hits + alarms)));
        }
        return ([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], [.. points.Select(p => p.Precision)]);
    }
}
