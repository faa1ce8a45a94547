using System.Diagnostics;

namespace AxSpa.Chaos;

/// <summary>A program of the system, run to its end.</summary>
internal static class Tool
{
    public static (int Code, string Out, string Errors) Run(TimeSpan patience, params IReadOnlyList<string> line)
    {
        using var process = Process.Start(new ProcessStartInfo(
            line[0], line.Skip(1))
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill();
            process.WaitForExit();
            return (-1, "", $"{string.Join(' ', line)} did not end within {patience.TotalSeconds:0} s.");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static string MustRun(params IReadOnlyList<string> line)
    {
        var (code, output, errors) = Run(TimeSpan.FromSeconds(30), line);
        return code == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', line)} ended with {code}: {errors.Trim()}");
    }

    public static bool Succeeds(params IReadOnlyList<string> line)
    {
        try
        {
            return Run(TimeSpan.FromSeconds(10), line).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program here
        }
    }
}
