using System.Globalization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;

namespace AxSpa.GpuNode;

/// <summary>What a trainer says, as lines of its attempt's log.</summary>
internal sealed class AttemptWords(AttemptLog log)
{
    private TrainerLine.Progress? _before;
    private Severity _severity = Severity.Info;

    public void Begin(string node, int slot, Job job, TrainerLine.Ready trainer) => log.Write(Severity.Info, string.Create(CultureInfo.InvariantCulture,
        $"{job.Id} attempt {job.Attempt} begins on {trainer.Device}, slot {slot} of {node}: trainer process {trainer.ProcessId}, Torch "
        + $"{trainer.TorchVersion}, XGBoost {trainer.XgboostVersion}"));

    public void Heard(TrainerLine line)
    {
        switch (line)
        {
            case TrainerLine.Progress now:
                if (IsNews(now))
                    log.Write(Severity.Info, Text(now));
                _before = now;
                break;
            case TrainerLine.Warning warning:
                log.Write(Severity.Warn, warning.Text);
                break;
            case TrainerLine.Completed done:
                log.Write(Severity.Info,
                    "done" + string.Concat(done.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $" {figure.Key}={figure.Value:0.####}"))));
                break;
            case TrainerLine.NotVisible unseen:
                log.Write(Severity.Warn, $"{unseen.File} is not visible here: {unseen.Reason}");
                break;
            case TrainerLine.Failed failed:
                // Ended from outside, in order: nothing went wrong.
                log.Write(failed.Kind is FailureKind.Cancelled or FailureKind.Lost ? Severity.Info : Severity.Error,
                    $"failed ({failed.Kind}): {failed.Reason}");
                break;
        }
    }

    public void LeftOut(int warnings) =>
        log.Write(Severity.Warn, string.Create(CultureInfo.InvariantCulture, $"{warnings} more warnings of this attempt were left out"));

    /// <summary>A line of standard error: the trainer's own with its severity before it, and whatever native libraries print.</summary>
    public void Printed(string line)
    {
        var (severity, text) = line switch
        {
            _ when line.StartsWith("error: ", StringComparison.Ordinal) => (Severity.Error, line["error: ".Length..]),
            _ when line.StartsWith("Unhandled exception", StringComparison.Ordinal) || line.StartsWith("terminate called", StringComparison.Ordinal) =>
                (Severity.Error, line),
            // Torch's own marks
            _ when line.StartsWith("[E", StringComparison.Ordinal) || line.StartsWith("[F", StringComparison.Ordinal) => (Severity.Error, line),
            _ when line.StartsWith("[W", StringComparison.Ordinal) || line.StartsWith("warn", StringComparison.OrdinalIgnoreCase) => (Severity.Warn, line),
            _ when line.Length > 0 && char.IsWhiteSpace(line[0]) => (_severity, line), // goes on with what came before, as a stack does
            _ => (Severity.Info, line),
        };
        _severity = severity;
        log.Write(severity, text);
    }

    /// <summary>Each epoch is news; of other counts, a new stage and each quarter of it.</summary>
    private bool IsNews(TrainerLine.Progress now) => _before is not { } before || before.Stage != now.Stage || before.Of != now.Of
        || (now.Stage == "epoch" || now.Of <= 0 ? now.Step != before.Step : 4L * now.Step / now.Of != 4L * before.Step / before.Of);

    private static string Text(TrainerLine.Progress now) => string.Create(CultureInfo.InvariantCulture, $"{now.Stage} {now.Step}/{now.Of}")
        + (now.TrainingLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"  loss {loss:0.000}") : "")
        + (now.ValidationAuroc is { } auroc ? string.Create(CultureInfo.InvariantCulture, $"  validation AUROC {auroc:0.000}") : "");
}
