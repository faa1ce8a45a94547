using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AxSpa.SchedulerBenchmark;

/// <summary>The same kind of work on Dask's scheduler: jobs that do nothing, on two workers. It writes nothing down.</summary>
internal static partial class DaskPeer
{
    /// <param name="script">The peer's <c>dask_bench.py</c>.</param>
    /// <returns>Jobs a second, of its faster setting; null: it is not installed (Debian: python3-distributed).</returns>
    public static double? JobsPerSecond(string script)
    {
        if (!File.Exists(script))
            return null;
        var start = new ProcessStartInfo("/usr/bin/python3", [script, "overhead"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync();
        var said = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        var rates = Rate().Matches(said).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        if (rates.Count == 0)
            Console.Error.WriteLine($"{script} gave no figures: {errors.Result.Trim()}");
        return rates.Count == 0 ? null : rates.Max();
    }

    [GeneratedRegex(@"map\+gather .*\(median (\d+)\)")]
    private static partial Regex Rate();
}
