using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Deploy.Tests.Docker;

/// <summary>One stage of the Dockerfile.</summary>
/// <param name="Base">An image, a variable that names one, or an earlier stage.</param>
/// <param name="Instructions">Word and text of each line.</param>
internal sealed record Stage(string Name, string Base, ImmutableArray<(string Word, string Text)> Instructions);

/// <summary>deploy/docker/Dockerfile, as far as it can be read without running it.</summary>
internal sealed class Dockerfile
{
    public const string Axspa = "/opt/axspa/AxSpa.Standalone";
    public const string Pbm = "/opt/axspa/AxSpa.Pbm";

    private static readonly Lazy<Dockerfile> Only = new(() => new Dockerfile(Repository.Read("deploy/docker/Dockerfile")));

    private Dockerfile(string text)
    {
        var lines = text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(words => (Word: words[0], Text: words.ElementAtOrDefault(1) ?? "")).ToList();
        Arguments = lines.TakeWhile(line => line.Word != "FROM").Where(line => line.Word == "ARG")
            .Select(line => line.Text.Split('=', 2)).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
        var stages = ImmutableArray.CreateBuilder<Stage>();
        foreach (var line in lines.SkipWhile(line => line.Word != "FROM"))
        {
            if (line.Word == "FROM" && line.Text.Split(" AS ") is [var from, var name])
                stages.Add(new Stage(name, from, []));
            else
                stages[^1] = stages[^1] with { Instructions = stages[^1].Instructions.Add(line) };
        }
        Stages = stages.ToImmutable();
    }

    public ImmutableDictionary<string, string> Arguments { get; }

    public ImmutableArray<Stage> Stages { get; }

    /// <summary>The stages that start something: what somebody builds.</summary>
    public IEnumerable<string> Roles => Stages.Where(stage => stage.Instructions.Any(line => line.Word == "ENTRYPOINT")).Select(stage => stage.Name);

    public static Dockerfile Read() => Only.Value;

    public ImmutableArray<string> EntryPointOf(string target) => JsonSerializer.Deserialize<ImmutableArray<string>>(Last(target, "ENTRYPOINT")!);

    public string? UserOf(string target) => Last(target, "USER");

    /// <summary>The stage and those beneath it, the nearest first.</summary>
    public IEnumerable<Stage> Layers(string target)
    {
        for (var stage = Stages.FirstOrDefault(stage => stage.Name == target); stage is not null; stage = Stages.FirstOrDefault(
            below => below.Name == stage.Base))
            yield return stage;
    }

    private string? Last(string target, string word) => Layers(target)
        .Select(stage => stage.Instructions.LastOrDefault(line => line.Word == word).Text).FirstOrDefault(rest => rest is not null);
}
