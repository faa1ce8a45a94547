using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>What the pages say of the source tree is so.</summary>
public sealed partial class Documents
{
    private const string Architecture = "docs/architecture.md";

    private static IEnumerable<string> Pages => Repository.Files("docs", "*.md").Concat(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]);

    [Fact]
    public void Every_file_and_folder_that_a_page_names_is_there() =>
        Assert.Empty(from page in Pages
                     from Match named in PathInTheTree().Matches(Repository.Read(page))
                     where !Repository.Has(named.Value)
                     select $"{page}: {named.Value}");

    [Fact]
    public void The_drawn_arrows_are_those_of_the_project_files()
    {
        var drawn = Arrow().Matches(Repository.Read(Architecture)).Select(arrow => $"{arrow.Groups[1]} --> {arrow.Groups[2]}");
        var built = from project in Project.All.Values where project.IsInSrc from reference in project.References select $"{project.Name} --> {reference}";
        Assert.Equal(built.Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_room_has_its_line()
    {
        var page = Repository.Read(Architecture);
        Assert.All(Project.All.Values.Where(project => project.IsInSrc), room => Assert.Contains($"\n| `src/{room.Name}/` |", page));
    }

    [Fact]
    public void Every_kind_of_failure_has_its_row()
    {
        var page = Repository.Read(Architecture);
        var kinds = FailureKinds().Match(Repository.Read("src/Pipeline/Jobs/Job.cs")).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries);
        Assert.All(kinds, kind => Assert.Contains($"\n| {InWords(kind)} |", page));
    }

    /// <summary>OutOfMemory → out of memory</summary>
    private static string InWords(string name) => CapitalInside().Replace(name, " $0").ToLowerInvariant();

    // A file with an ending, or a folder with its slash; a folder that a reader makes (samples/tiny) has neither.
    [GeneratedRegex(@"(?<![\w./-])(?:src|tests|build|samples|docs|benchmarks|deploy)/(?:[\w-][\w.-]*/)*(?:[\w.-]+\.(?:cs|csproj|props|targets|yaml|md)\b)?(?![\w/-])")]
    private static partial Regex PathInTheTree();

    [GeneratedRegex(@"^  (\w+) --> (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"enum FailureKind \{ ([^}]+) \}")]
    private static partial Regex FailureKinds();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex CapitalInside();
}
