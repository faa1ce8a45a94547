using System.Text.Json;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>
/// Debian's Python with OpenBLAS before whatever BLAS the system prefers: netlib's reference library makes a sgemm fifty times slower, and a comparison with
/// that would be none. Of OpenBLAS's kernels it gets those that are fastest here, since the library does not know every processor.
/// </summary>
internal sealed class PeerPython
{
    private const string Interpreter = "/usr/bin/python3", OpenBlas = "/usr/lib/x86_64-linux-gnu/openblas-pthread";

    // "": what it takes by itself, and keeps unless another is a fifth faster.
    private static readonly string[] Kernels = ["", "SkylakeX", "Cooperlake", "Zen", "Haswell"];

    private readonly string _kernel;

    private PeerPython(string kernel, MachineReport report) => (_kernel, Report) = (kernel, report);

    /// <summary>For tests, which start none.</summary>
    public static PeerPython Unasked { get; } = new("", new(new Dictionary<string, string>(), "", "", 0));

    public MachineReport Report { get; }

    public string Blas => $"OpenBLAS ({Path.GetFileName(Path.GetDirectoryName(Report.Blas))}, "
        + $"{(_kernel.Length == 0 ? "kernels of its own choice" : $"{_kernel} kernels, which are faster here than its own choice")}, "
        + FormattableString.Invariant($"{Report.Gflops:0} GFLOP/s in the clinical network's widest product on one core)");

    /// <exception cref="InvalidOperationException">It is not there, or computes with another BLAS.</exception>
    public static PeerPython Find()
    {
        if (!File.Exists(Interpreter))
            throw new InvalidOperationException($"There is no {Interpreter}. Please type: apt-get install {Packages}");
        var best = (Kernel: "", Gflops: 0.0);
        foreach (var kernel in Kernels)
            if (Ask(kernel, "--speed") is { } speed && speed.Gflops > best.Gflops * 1.2)
                best = (kernel, speed.Gflops);
        var report = Ask(best.Kernel) ?? throw new InvalidOperationException(
            $"{Interpreter} {Tree.Peer("machine.py")} failed: the peer needs Debian's packages. Please type: apt-get install {Packages}");
        return report.Blas.Contains("openblas", StringComparison.OrdinalIgnoreCase) && report.TorchBlas.Contains("openblas", StringComparison.OrdinalIgnoreCase)
            ? new(best.Kernel, report with { Gflops = best.Gflops })
            : throw new InvalidOperationException($"The peer computes with {report.Blas} (numpy) and {report.TorchBlas} (torch), not with OpenBLAS: a "
                + "comparison would say nothing. Please type: apt-get install libopenblas0-pthread");
    }

    public const string Packages = "python3-torch python3-sklearn python3-xgboost python3-pandas python3-nibabel python3-distributed libopenblas0-pthread";

    public static IReadOnlyList<string> Line(string script, params IEnumerable<string> arguments) => [Interpreter, Tree.Peer(script), .. arguments];

    /// <summary>One thread each, as ours.</summary>
    public IReadOnlyDictionary<string, string> Environment => EnvironmentWith(_kernel);

    private static Dictionary<string, string> EnvironmentWith(string kernel)
    {
        var environment = new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = OpenBlas,
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_NUM_THREADS"] = "1",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        if (kernel.Length > 0)
            environment["OPENBLAS_CORETYPE"] = kernel;
        return environment;
    }

    private static MachineReport? Ask(string kernel, params IEnumerable<string> arguments)
    {
        var variables = EnvironmentWith(kernel).Select(one => $"{one.Key}={one.Value}");
        var (code, said, _) = Tool.Run(TimeSpan.FromMinutes(2), ["env", .. variables, .. Line("machine.py", arguments)]);
        // Kernels of another processor end it by a signal.
        return code == 0 ? JsonSerializer.Deserialize<MachineReport>(said, RowFile.Json) : null;
    }

    /// <param name="Blas">The file that numpy's products come from, and torch's.</param>
    internal sealed record MachineReport(IReadOnlyDictionary<string, string> Versions, string Blas, string TorchBlas, double Gflops);
}
