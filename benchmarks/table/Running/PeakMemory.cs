using System.Globalization;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>The most resident memory of a process (VmHWM), also of a part of its life: the kernel's mark can be set back.</summary>
internal static class PeakMemory
{
    /// <returns>MB (10⁶ bytes) since the last <see cref="Reset"/>; 0: it has ended.</returns>
    public static double Of(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <remarks>proc(5), clear_refs: 5 sets the peak to what is resident now.</remarks>
    public static void Reset(int process)
    {
        try
        {
            File.WriteAllText($"/proc/{process}/clear_refs", "5");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }
}
