using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Scoring;
using AxSpa.Pipeline.Tests.Imaging;

namespace AxSpa.Pipeline.Tests.Evaluation.Scoring;

/// <summary>A table of predictions in a temporary folder.</summary>
internal sealed class MadeTable : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MadeTable(string text) => File.WriteAllText(Path, text);

    /// <summary>60 rows of 60 patients: two models (the second with a gap in row 4), sex and age.</summary>
    public static MadeTable OfTwoModels() => new(
        $"patient,label,ours_probability,theirs_probability,sex,age\n{string.Concat(Enumerable.Range(1, 60).Select(Row))}");

    private static string Row(int i)
    {
        var (isCase, wobble) = (i % 3 == 0, Math.Sin(12.9898 * i) / 4);
        var ours = FormattableString.Invariant($"{0.35 + (isCase ? 0.3 : 0) + wobble:F3}");
        var theirs = FormattableString.Invariant($"{0.45 + (isCase ? 0.1 : 0) + wobble * Math.Cos(i):F3}");
        return $"p{i},{(isCase ? 1 : 0)},{ours},{(i == 4 ? "" : theirs)},{(i % 2 == 0 ? "m" : "f")},{20 + i}\n";
    }

    public string Path => _folder["scores.csv"];

    public ScoreTable Read(ScoreOptions? options = null) => ScoreTable.Read(Path, options ?? new ScoreOptions());

    public EvaluationReport Report(ScoreOptions? options = null)
    {
        var asked = (options ?? new ScoreOptions()) with { Bootstrap = 100 };
        return ScoreReport.Of(ScoreTable.Read(Path, asked), asked);
    }

    public void Dispose() => _folder.Dispose();
}
