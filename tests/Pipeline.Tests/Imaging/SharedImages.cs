using System.Text.Json;
using Xunit;

namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>Real and golden images beside the repository; tests that need them are skipped without them.</summary>
internal static class SharedImages
{
    public static string Golden(string name) => Find("reference/golden/" + name);

    public static string Data(string name) => Find("data/" + name);

    public static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    private static string Find(string relative)
    {
        var path = Root() is { } root ? Path.Combine(root, relative) : null;
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
            Assert.Skip($"needs {relative} of the shared data");
        return path!;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("AXSPA_SHARED") is { Length: > 0 } set)
            return set;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AxSpa.Cluster.sln")))
                return Path.Combine(folder.FullName, "..", "shared");
        return null;
    }
}
