using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// What of a trainer's line may be believed, whatever the program at the other end of the pipe is: its length, its form, its values. Whether it is a
/// line that may be said just now is for those who know what the trainer was asked.
/// </summary>
public static class TrainerLineRules
{
    /// <summary>Of one line. The longest of an honest trainer lists its files, and twice as many as a message between nodes can carry fit in.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>Letters of a text for people: the rest is cut off, never refused.</summary>
    public const int LongestText = 16_000;

    private const int LongestWord = 100, LongestPath = 4_096, MostFigures = 100, LongestShown = 200;

    /// <param name="line">Without its end.</param>
    /// <param name="problem">Why not, for people, with the beginning of the line; empty where it is one.</param>
    /// <returns>Its texts cut and with everything hidden written out; null: it is no line of the protocol.</returns>
    public static TrainerLine? Read(ReadOnlySpan<byte> line, out string problem)
    {
        problem = Problem(line, out var heard) ?? "";
        if (problem.Length == 0 && heard is not null)
            return Shown(heard);
        problem = Broken(problem, line);
        return null;
    }

    /// <param name="problem">What is wrong with it.</param>
    /// <param name="line">Its beginning, at least.</param>
    public static string Broken(string problem, ReadOnlySpan<byte> line)
    {
        var begins = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4 * LongestShown)]).ReplaceLineEndings(" ").Replace('\t', ' ');
        var shown = VisibleText.Of(begins.Length <= LongestShown ? begins : begins[..LongestShown]);
        return ($"The trainer process said a line that is not of the protocol ({problem}) and was ended: "
            + $"{shown}{(begins.Length > LongestShown ? " ..." : "")}").TrimEnd();
    }

    /// <summary>The same as people may be shown it: long texts cut, hidden characters written out.</summary>
    public static TrainerLine Shown(TrainerLine line) => line switch
    {
        TrainerLine.Warning said => said with { Text = Shown(said.Text) },
        TrainerLine.Failed said => said with { Reason = Shown(said.Reason) },
        TrainerLine.NotVisible said => said with { Reason = Shown(said.Reason) },
        TrainerLine.Ready or TrainerLine.Alive or TrainerLine.Progress or TrainerLine.Completed => line,
        _ => throw new InvalidOperationException($"{line.GetType().Name} is no line of a trainer."),
    };

    private static string Shown(string text) => VisibleText.Of(VisibleText.Cut(text, LongestText));

    private static string? Problem(ReadOnlySpan<byte> line, out TrainerLine? heard)
    {
        heard = null;
        if (line.Length > MostBytes)
            return $"it is longer than {MostBytes >> 10} KiB";
        if (!Utf8.IsValid(line))
            return "it is no UTF-8";
        try
        {
            heard = JobJson.ReadLine(line);
        }
        catch (JsonException)
        {
            return "its form is none that a trainer's line has";
        }
        return Problem(heard);
    }

    private static string? Problem(TrainerLine line) => line switch
    {
        TrainerLine.Alive or TrainerLine.Warning => null,
        TrainerLine.Ready ready => ready.ProcessId <= 0 ? "its process id is none"
            : !IsWord(ready.Device) || !IsWord(ready.TorchVersion) || !IsWord(ready.XgboostVersion) ? "its device or a version is no short word"
            : null,
        TrainerLine.Progress at => !IsWord(at.Stage) ? "its stage is no short word"
            : at.Step < 0 || at.Of < 0 ? "a count is negative"
            : at.ValidationAuroc is < 0 or > 1 ? "an AUROC lies outside of 0 to 1" // not of NaN
            : null,
        TrainerLine.Completed done => done.Files.IsDefault ? "its list of files is missing"
            : done.Figures.Count > MostFigures ? string.Create(
                CultureInfo.InvariantCulture, $"it has {done.Figures.Count} figures, and a job has at most {MostFigures}")
            : !done.Figures.Keys.All(IsWord) ? "the name of a figure is no short word"
            : done.Figures.Values.Any(double.IsInfinity) ? "a figure is infinite"
            : null,
        TrainerLine.Failed failed => Enum.IsDefined(failed.Kind) ? null : "there is no such kind of failure",
        TrainerLine.NotVisible unseen =>
            unseen.File.Length is > 0 and <= LongestPath && !unseen.File.Any(char.IsControl) ? null : "the file that it does not see has no plausible name",
        _ => throw new InvalidOperationException($"{line.GetType().Name} is no line of a trainer."),
    };

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= LongestWord && !string.IsNullOrWhiteSpace(text) && VisibleText.IsPlain(text) && !text.AsSpan().ContainsAny('\n', '\t');
}
