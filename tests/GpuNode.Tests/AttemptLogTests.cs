using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class AttemptLogTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-attempt-log-").FullName;
    private readonly RunFolder _run;
    private readonly string _path;

    public AttemptLogTests()
    {
        _run = new RunFolder(_workspace, new RunId("r1"));
        Directory.CreateDirectory(_run.Root);
        File.WriteAllText(_run.Specification, "name: x");
        _path = _run.AttemptLog(Job);
    }

    private static Job Job { get; } = new(new RunId("r1"), new JobId("mri-0"), JobKind.TrainFold, 2, Fold: new FoldId(BranchId.Mri, 0));

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    private string[] Written(Action<AttemptLog> write)
    {
        using var log = new AttemptLog(_run, _path, TimeProvider.System);
        write(log);
        log.Flush();
        return File.Exists(_path) ? [.. File.ReadAllLines(_path).Select(line => line[(line.IndexOf(' ') + 1)..])] : [];
    }

    [Fact]
    public void It_lies_in_the_folder_of_the_attempt() => Assert.EndsWith("/runs/r1/folds/mri-0/attempt-2/trainer.log", _path);

    [Fact]
    public void What_a_trainer_says_becomes_lines_with_their_severity() => Assert.Equal(
        [
            "info  mri-0 attempt 2 begins on cuda:0, slot 1 of 10.0.0.7:4055: trainer process 77, Torch 2.10.0, XGBoost 1.7.4",
            "info  epoch 3/10  loss 0.412  validation AUROC 0.871", "info  epoch 4/10  loss 0.400  validation AUROC 0.880",
            "warn  no orientation", "info  done best_epoch=4 validation_auroc=0.88", "error failed (Crashed): code 139",
        ],
        Written(log =>
        {
            var words = new AttemptWords(log);
            words.Begin("10.0.0.7:4055", 1, Job, new TrainerLine.Ready(77, "cuda:0", "2.10.0", "1.7.4"));
            words.Heard(new TrainerLine.Progress("epoch", 3, 10, 0.4123, 0.871));
            words.Heard(new TrainerLine.Progress("epoch", 3, 10, 0.4123, 0.871));
            words.Heard(new TrainerLine.Progress("epoch", 4, 10, 0.4, 0.88));
            words.Heard(new TrainerLine.Warning("no orientation"));
            words.Heard(new TrainerLine.Completed([], ImmutableSortedDictionary<string, double>.Empty.Add("best_epoch", 4).Add("validation_auroc", 0.88)));
            words.Heard(new TrainerLine.Failed(FailureKind.Crashed, "code 139"));
        }));

    [Fact]
    public void Counts_other_than_epochs_are_kept_by_the_quarter() => Assert.Equal(
        ["info  scans 1/5000", "info  scans 1250/5000", "info  scans 2500/5000", "info  scans 3750/5000", "info  scans 5000/5000"],
        Written(log =>
        {
            var words = new AttemptWords(log);
            for (var scan = 1; scan <= 5000; scan++)
                words.Heard(new TrainerLine.Progress("scans", scan, 5000, null, null));
        }));

    [Theory]
    [InlineData("error: r1 mri-0 attempt 2: IndexOutOfRangeException", "error")]
    [InlineData("Unhandled exception. System.InvalidOperationException", "error")]
    [InlineData("terminate called after throwing an instance of 'c10::Error'", "error")]
    [InlineData("[W1126 TensorBody.h:494] Warning: nothing", "warn")]
    [InlineData("libgomp: something", "info")]
    public void What_is_printed_on_standard_error_has_the_severity_that_its_beginning_tells(string line, string severity) =>
        Assert.Equal($"{severity,-5} {line.Replace("error: ", "")}", Assert.Single(Written(log => new AttemptWords(log).Printed(line))));

    [Fact]
    public void A_stack_belongs_to_the_error_before_it() => Assert.Equal(
        ["error r1 failed", "error    at Some.Method()", "info  afterwards"],
        Written(log =>
        {
            var words = new AttemptWords(log);
            words.Printed("error: r1 failed");
            words.Printed("   at Some.Method()");
            words.Printed("afterwards");
        }));

    [Fact]
    public void A_trainer_that_prints_without_end_fills_no_disk_and_its_last_words_are_kept()
    {
        const int lines = 40_000;
        using (var log = new AttemptLog(_run, _path, TimeProvider.System))
        {
            for (var number = 1; number <= lines; number++)
            {
                log.Write(Severity.Info, $"{number} {new string('x', 1000)}");
                if (number % 5000 == 0)
                    SpinWait.SpinUntil(() => new FileInfo(_path) is { Exists: true, Length: >= AttemptLog.MostBytes }, 300);
            }
            log.Flush();
        }
        Assert.InRange(new FileInfo(_path).Length, AttemptLog.MostBytes, 16 << 20);
        var text = File.ReadAllLines(_path);
        Assert.Contains(" 1 xxx", text[0]);
        Assert.Contains($" {lines} xxx", text[^1]);
        Assert.Contains(text, line => line.Contains("lines were left out here", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_written_for_a_run_that_is_no_more()
    {
        Directory.Delete(_run.Root, recursive: true);
        Assert.Empty(Written(log => log.Write(Severity.Info, "too late")));
        Assert.False(Directory.Exists(_run.Root));
    }

    [Fact]
    public void A_log_that_was_removed_with_its_attempt_does_not_come_back()
    {
        using var log = new AttemptLog(_run, _path, TimeProvider.System);
        log.Write(Severity.Info, "first");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_path) && new FileInfo(_path).Length > 0, TimeSpan.FromSeconds(20)));
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
        log.Write(Severity.Info, "late");
        log.Flush();
        Assert.False(Directory.Exists(Path.GetDirectoryName(_path)!));
    }

    [Fact]
    public void What_cannot_be_written_holds_nobody_up()
    {
        File.WriteAllText(Path.Combine(_run.Root, "folds"), "a file where a folder should be");
        Assert.Empty(Written(log => log.Write(Severity.Info, "nowhere to go")));
    }
}
