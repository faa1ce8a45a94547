using System.Text.Json;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary><c>axspa score</c> as a person would type it.</summary>
public sealed class ScoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-score-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Table()
    {
        var path = Path.Combine(_folder, "scores.csv");
        File.WriteAllText(path, "id,label,ours,theirs,sex\n" + string.Concat(Enumerable.Range(1, 80).Select(i =>
            FormattableString.Invariant($"p{i / 2},{i % 4 / 3},{0.3 + i % 4 / 3 * 0.2 + Math.Sin(i) / 5:F3},{0.4 + Math.Cos(i) / 5:F3},{(i % 3 == 0 ? "f" : "m")}\n"))));
        return path;
    }

    [Fact]
    public void A_table_becomes_figures_and_with_a_folder_files_and_pictures()
    {
        var results = Path.Combine(_folder, "out");
        var (code, output, errors) = AxspaProcess.Run(
            "score", Table(), "--probability", "ours", "--probability", "theirs", "--patient", "id", "--subgroup", "sex", "--threshold", "youden", "--out",
            results);
        Assert.True(code == 0, errors);
        Assert.StartsWith("[ours]   AUROC: ", output);
        Assert.Contains("80 rows of 41 patients", output);
        Assert.Equal(output, File.ReadAllText(Path.Combine(results, "metrics.txt")));
        Assert.Equal(
            ["calibration.png", "confusion.png", "dca_curve.png", "metrics.json", "metrics.txt", "pr_curve.png", "roc_curve.png", "subgroups.png"],
            Directory.GetFiles(results).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        (code, _, errors) = AxspaProcess.Run("score", Table(), "--probability", "ours", "--out", results);
        Assert.Equal(2, code);
        Assert.Contains("holds metrics.json already", errors);
    }

    [Fact]
    public void Json_on_standard_output_is_the_whole_record_and_nothing_else()
    {
        var (code, output, errors) = AxspaProcess.Run("score", Table(), "--probability", "ours", "-o", "json", "--bootstrap", "50");
        Assert.True(code == 0, errors);
        Assert.Empty(errors);
        Assert.Equal(50, JsonDocument.Parse(output).RootElement.GetProperty("bootstrapDraws").GetInt32());
        Assert.Equal(["scores.csv"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("nowhere.csv", "there is no such file")]
    [InlineData("scores.csv --probability ours --bootstrap 5", "--bootstrap 5: must be from 20 to 1000000.")]
    [InlineData("scores.csv --probability our", "Did you mean 'ours'?")]
    [InlineData("scores.csv --probability ours --decision-range 0.6,0.05", "--decision-range 0.6,0.05: must be two numbers from 0.01 to 0.99, the lower first")]
    [InlineData("scores.csv -o xml", "--help")]
    public void What_cannot_be_done_ends_with_code_2_and_a_sentence(string line, string says)
    {
        _ = Table();
        var words = line.Split(' ');
        var (code, output, errors) = AxspaProcess.Run(["score", Path.Combine(_folder, words[0]), .. words[1..]], null);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(says, errors);
        Assert.DoesNotContain("   at ", errors);
    }
}
