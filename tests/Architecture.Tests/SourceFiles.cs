using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceFiles
{
    private const int MostLines = 300;
    private const int MostColumns = 160;
    private const string Reason = "// Longer than 300 lines because ";

    private static IEnumerable<(string Path, string[] Lines)> Source(string folder) =>
        Repository.Files(folder, "*.cs").Select(path => (path, File.ReadAllLines(Path.Combine(Repository.Root, path))));

    [Fact]
    public void A_file_of_more_than_300_lines_says_why_in_its_head() =>
        Assert.Empty(Source("src")
            .Where(file => file.Lines.Length > MostLines && !file.Lines.Take(10).Any(line => line.StartsWith(Reason, StringComparison.Ordinal)))
            .Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void A_line_has_at_most_160_columns_but_for_patterns_and_texts_that_cannot_be_broken() =>
        Assert.Empty(
            from file in Source("src").Concat(Source("benchmarks"))
            from line in file.Lines
            where Columns(line) > MostColumns && !line.Contains("GeneratedRegex(")
            select $"{file.Path}: {line.Trim()[..60]}...");

    /// <summary>What stands in braces of a text is as long as its name is.</summary>
    private static int Columns(string line) => new StringInfo(HoleOfText().Replace(line, "x")).LengthInTextElements;

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(from file in Source("src") from line in file.Lines where LeftForLater().IsMatch(line) select $"{file.Path}: {line.Trim()}");

    [Fact]
    public void Torchs_generator_is_set_in_one_file_at_most_and_that_is_among_the_models()
    {
        var callers = Source("src").Where(file => file.Lines.Any(line => SetsTorchsGenerator().IsMatch(line))).Select(file => file.Path).ToList();
        Assert.True(callers.Count <= 1, $"manual_seed is called in {string.Join(", ", callers)}");
        Assert.All(callers, path => Assert.StartsWith("src/Models/", path));
    }

    [Fact]
    public void A_namespace_names_its_folder_and_starts_at_AxSpa()
    {
        var wrong = from file in Source("src")
                    let found = file.Lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
                    let expected = "AxSpa." + Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.')
                    where found is not null && found != expected
                    select $"{file.Path}: {found}, expected {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_a_program_has_no_namespace() =>
        Assert.Empty(Source("src")
            .Where(file =>
                Path.GetFileName(file.Path) is not ("Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs")
                    && !file.Lines.Any(line => Namespace().IsMatch(line)))
            .Select(file => file.Path));

    [Fact]
    public void The_namespace_of_a_test_starts_with_its_project()
    {
        var wrong = from file in Source("tests")
                    let found = file.Lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
                    let expected = "AxSpa." + file.Path.Split('/')[1]
                    where found is not null && found != expected && !found.StartsWith(expected + ".", StringComparison.Ordinal)
                    select $"{file.Path}: {found}, expected {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_name_hides_two_concepts() =>
        Assert.DoesNotContain(Repository.Files("src", "*.cs"), path => VagueName().IsMatch(Path.GetFileName(path)));

    [GeneratedRegex(@"\{[\w.]+\}")]
    private static partial Regex HoleOfText();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX)\b|new NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"^(?!\s*//).*\bmanual_seed\w*\s*\(")]
    private static partial Regex SetsTorchsGenerator();

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities)\.cs$")]
    private static partial Regex VagueName();
}
