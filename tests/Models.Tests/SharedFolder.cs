namespace AxSpa.Models.Tests;

/// <summary>Reference data that lies beside the repository and is not part of it; tests that need it are skipped without it.</summary>
internal static class SharedFolder
{
    public static string Golden(string file)
    {
        var root = Environment.GetEnvironmentVariable("AXSPA_SHARED") ?? Beside();
        var path = root is null ? null : Path.Combine(root, "reference", "golden", file);
        if (path is null || !File.Exists(path))
            Assert.Skip($"needs reference/golden/{file} (set AXSPA_SHARED to the folder that holds it)");
        return path;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AxSpa.Cluster.sln")))
                return Path.Combine(folder.FullName, "..", "shared");
        return null;
    }
}
