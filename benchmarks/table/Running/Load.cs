using System.Globalization;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>How busy the machine is: its load average of a minute before, and how many threads were running or ready meanwhile, on average.</summary>
internal sealed class Load : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private readonly Timer _watch;
    private double _sum = RunningNow();
    private int _looks = 1;

    public Load() => _watch = new Timer(_ => Look(), null, Interval, Interval);

    public double Before { get; } = double.Parse(LoadAverages()[0], CultureInfo.InvariantCulture);

    public double Meanwhile
    {
        get
        {
            lock (_lock)
                return _sum / _looks;
        }
    }

    public void Dispose() => _watch.Dispose();

    private void Look()
    {
        lock (_lock)
            (_sum, _looks) = (_sum + RunningNow(), _looks + 1);
    }

    /// <summary>Without the thread that looks. The load average lags by a minute, which is longer than most rows take.</summary>
    private static double RunningNow() => double.Parse(LoadAverages()[3].Split('/')[0], CultureInfo.InvariantCulture) - 1;

    private static string[] LoadAverages() => File.ReadAllText("/proc/loadavg").Split(' ');
}
