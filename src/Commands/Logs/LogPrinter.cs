using System.Text;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Logs;

/// <summary>Prints the logs of a run: merged by time, and on request as they come.</summary>
internal sealed class LogPrinter(CoordinatorGate coordinator, RunFiles files, RunFollower follower, TimeProvider clock)
{
    private const int LinesAtOnce = 200;

    /// <param name="job">Only the attempts of this job; null: everything.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Print(CommandCall call, string? job)
    {
        var question = LogQuestion.Of(call.Arguments, clock.GetUtcNow());
        var run = await RunName.Resolve(coordinator, call);
        var view = await follower.Look(call, run);
        if (job is not null && view.Jobs.All(other => other.Job.Value != job))
            throw new CommandRefusedException($"Run {run} has no {job}: it has {string.Join(", ", view.Jobs.Select(other => other.Job.Value))}.");
        var sources = new RunLogSources(files, run, job);
        var printed = new Output(call, question);
        while (true)
        {
            sources.Learn(view);
            var isFinal = view.Summary.Status != RunStatus.Running || !question.Follow;
            await foreach (var (source, line) in sources.Lines(isFinal, call.Disconnected))
                await printed.Add(source, line);
            await printed.Flush();
            if (isFinal)
                break;
            if (call.Stopping.IsCancellationRequested)
                throw RunFollower.Stopping($"Ask another one: 'run logs {run} -f'.");
            await follower.Pause(call);
            view = await follower.Look(call, run);
            if (view.Summary.Status != RunStatus.Running)
                await follower.Pause(call); // what the nodes' log threads still have in hand is on disk a moment later
        }
        await printed.End();
        if (printed.IsEmpty)
            await call.To.Message(view.Failure is { } why && view.RefusedInput
                ? $"There is no such line. The run was refused, and then nothing of it is kept: {why}"
                : "There is no such line.");
        return ExitCode.Done;
    }

    /// <summary>Lines on their way to the client, many in one answer.</summary>
    private sealed class Output(CommandCall call, LogQuestion question)
    {
        private readonly StringBuilder _text = new();
        private int _lines;

        public bool IsEmpty { get; private set; } = true;

        /// <summary>Lines that are still to come cannot be in one document: each is one then.</summary>
        private bool IsOneDocument => call.WantsJson && !question.Follow;

        public async Task Add(string source, LogLine line)
        {
            if (!question.Wants(line))
                return;
            _text.Append(IsOneDocument ? IsEmpty ? "[\n" : ",\n" : _lines > 0 ? "\n" : "");
            _text.Append(call.WantsJson ? ViewJson.LineOf(new LogLineView(LogLine.Moment(line.At), line.Severity, source, line.Text))
                : $"{LogLine.Moment(line.At)} {LogLine.Word(line.Severity),-5} {source,-14} {line.Text}");
            IsEmpty = false;
            if (++_lines >= LinesAtOnce)
                await Flush();
        }

        public async Task Flush()
        {
            if (_lines > 0)
                await call.To.Data(_text.ToString());
            _text.Clear();
            _lines = 0;
        }

        public async Task End()
        {
            if (IsOneDocument)
                await call.To.Data(IsEmpty ? "[]" : "]");
        }
    }
}
