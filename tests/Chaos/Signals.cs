using System.Diagnostics;
using System.Globalization;

namespace AxSpa.Chaos;

internal static class Signals
{
    /// <summary>One process by its id; that it has just ended is no trouble.</summary>
    public static void Send(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo(
            "kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardError = true })!;
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }
}
