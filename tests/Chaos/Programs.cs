namespace AxSpa.Chaos;

/// <summary>The built programs that are put to the test, and the folder of this build.</summary>
internal static class Programs
{
    public static string Axspa { get; } = Of("Standalone");

    public static string Pbm { get; } = Of("Pbm");

    /// <summary>As ./axspa tells it to the nodes.</summary>
    public static string Trainer =>
        Environment.GetEnvironmentVariable("AXSPA_TRAINER") ?? Path.Combine(Artifacts, "bin", "Trainer", "release_linux-x64", "AxSpa.Trainer");

    /// <summary>…/artifacts</summary>
    public static string Artifacts => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;

    /// <summary>…/bin/Chaos/release/ → …/bin/Standalone/release/AxSpa.Standalone</summary>
    private static string Of(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"AxSpa.{project}");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there. Start the chaos through ./axspa chaos, which builds it.");
    }
}
