using System.Diagnostics;

namespace AxSpa.Extension.Tests;

/// <summary>The built programs, with the extension loaded into them before their own code.</summary>
internal static class ExtendedProgram
{
    private static string Bin { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.FullName;

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name.Split('_')[0];

    public static string Repository { get; } = new DirectoryInfo(Bin).Parent!.Parent!.FullName;

    /// <returns>The exit code, and all that it said.</returns>
    public static (int Code, string Said) Axspa(params string[] arguments) => Run(isExtended: true, arguments);

    public static (int Code, string Said) PlainAxspa(params string[] arguments) => Run(isExtended: false, arguments);

    private static (int Code, string Said) Run(bool isExtended, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Bin, "Standalone", Configuration, "AxSpa.Standalone"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AXSPA_AUDIT"] = "off";
        if (isExtended)
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(Bin, "Extension", Configuration, "AxSpa.Extension.dll");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (process.WaitForExit(TimeSpan.FromMinutes(4)))
            return (process.ExitCode, output + errors.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"axspa did not end within 4 minutes: {output}{errors.Result}");
    }
}
