using System.Globalization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;
using AxSpa.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AxSpa.Standalone.Watching;

/// <summary>For terminals: a table that is redrawn in place, one row per fold and one per other stage.</summary>
internal sealed class LiveDisplay(TimeProvider clock) : IRunDisplay
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private int _drawnLines;

    public void Accepted(RunProtocol.RunAccepted accepted) => _console.MarkupLineInterpolated($"[bold]{DisplayText.Accepted(accepted)}[/]");

    public void Show(RunView view) => Redraw(Picture(view, clock.GetUtcNow()));

    public void Ended(RunView view)
    {
        Redraw(Picture(view, clock.GetUtcNow()));
        // Of a run that is done those of its cohort stand beside its figures.
        foreach (var warning in view.Warnings.Except(view.Summary.Status == RunStatus.Completed ? RunResults.Warnings(view) : []))
            _console.MarkupLineInterpolated($"[yellow]warning:[/] {VisibleText.Of(warning)}");
        _console.WriteLine(VisibleText.Of(RunProgressLines.EndLine(view)));
    }

    public void Interrupted(RunId? run) => _console.WriteLine(DisplayText.Interrupted(run));

    /// <summary>Moves up over the last picture and draws the new one: no alternate screen, so the last one stays readable.</summary>
    private void Redraw(IRenderable picture)
    {
        var lines = 0;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var offscreen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
        });
        offscreen.Profile.Width = Math.Max(40, _console.Profile.Width - 1);
        offscreen.Write(picture);
        var drawn = text.ToString().TrimEnd('\n').Split('\n');
        if (_drawnLines > 0)
            Console.Error.Write($"\u001b[{_drawnLines}A\u001b[0J");
        foreach (var line in drawn)
        {
            Console.Error.WriteLine(line);
            lines++;
        }
        _drawnLines = lines;
    }

    private static Rows Picture(RunView view, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("job", "state", "progress", "loss", "validation AUROC", "where");
        foreach (var job in JobRows.Of(view.Jobs))
            table.AddRow(Row(job));
        var elapsed = (view.Summary.EndedAt ?? now) - view.Summary.SubmittedAt;
        var remaining = RunEta.Of(view, now) is { } eta ? $", about {PlainText.Duration(eta)} to go" : "";
        var waiting = view.WaitingFor is { } why ? $" - waiting: {why}" : "";
        return new Rows(
            new Text(VisibleText.Of(string.Create(
                CultureInfo.InvariantCulture, $"{view.Summary.Name}  {view.Summary.Stage}  {PlainText.Duration(elapsed)}{remaining}{waiting}"))),
            table);
    }

    private static IRenderable[] Row(JobView job)
    {
        var state = job.Status switch
        {
            JobStatus.Completed => new Text("done", new Style(Color.Green)),
            JobStatus.Running => new Text("running", new Style(Color.Blue)),
            JobStatus.Failed => new Text("failed", new Style(Color.Red)),
            JobStatus.Waiting => new Text("waiting", new Style(Color.Grey)),
        };
        var auroc = job.ValidationAuroc ?? (job.Figures.TryGetValue(FoldMetricNames.ValidationAuroc, out var best) ? best : null);
        return
        [
            new Text(job.Job.Value), state, new Text(Bar(job)),
            new Text(Number(job.TrainingLoss)), new Text(Number(auroc)),
            new Text(job.Status == JobStatus.Running ? $"{job.Device} on {job.Node}" : job.LastFailure is null ? "" : "retried"),
        ];
    }

    private static string Bar(JobView job)
    {
        if (job.Of <= 0)
            return "";
        var filled = 10 * job.Step / job.Of;
        return string.Create(CultureInfo.InvariantCulture, $"{new string('#', filled)}{new string('.', 10 - filled)} {job.Stage} {job.Step}/{job.Of}");
    }

    private static string Number(double? value) => value is { } number ? PlainText.Figure(number) : "";
}
