using System.Text.Json.Nodes;

namespace AxSpa.Pipeline.Tests.Evaluation;

/// <summary>Values made with R and scipy; tests/Oracles holds the scripts beside them.</summary>
internal static class Oracle
{
    public static JsonObject Json(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "tests", "Oracles", file) is var path && File.Exists(path))
                return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        throw new FileNotFoundException($"tests/Oracles/{file} is not above {AppContext.BaseDirectory}.");
    }
}
