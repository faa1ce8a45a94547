using System.Text.Json;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Logs;

public sealed class LogTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public LogTests()
    {
        _room.Cluster.Show(Run(RunStatus.Completed, jobs: [Fold("mri-0", JobStatus.Completed, attempt: 2), Fold("clinical-3", JobStatus.Completed)]));
        _room.NodeFileClient.Write("run.log",
            "2026-11-23T12:00:00.000Z info  submitted\n2026-11-23T12:00:05.000Z warn  failed mri-0 attempt 1 (Crashed): code "
            + "139\n2026-11-23T12:00:09.000Z info  completed\n");
        _room.NodeFileClient.Write("folds/mri-0/attempt-1/trainer.log",
            "2026-11-23T12:00:01.000Z info  epoch 1/9\n2026-11-23T12:00:04.900Z error out of luck\n");
        _room.NodeFileClient.Write("folds/mri-0/attempt-2/trainer.log", "2026-11-23T12:00:06.000Z info  epoch 2/9\n2026-11-23T12:00:07.000Z info  do");
        _room.NodeFileClient.Write("folds/clinical-3/attempt-1/trainer.log", "2026-11-23T12:00:02.000Z debug details\nwhat has no time\n");
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task All_logs_of_a_run_are_merged_by_time()
    {
        var said = await _room.Run("run logs last");
        Assert.Equal(0, said.Exit);
        Assert.Equal(
            """
            2026-11-23T12:00:00.000Z info  run            submitted
            2026-11-23T12:00:01.000Z info  mri-0#1        epoch 1/9
            2026-11-23T12:00:02.000Z debug clinical-3#1   details
            2026-11-23T12:00:02.000Z debug clinical-3#1   what has no time
            2026-11-23T12:00:04.900Z error mri-0#1        out of luck
            2026-11-23T12:00:05.000Z warn  run            failed mri-0 attempt 1 (Crashed): code 139
            2026-11-23T12:00:06.000Z info  mri-0#2        epoch 2/9
            2026-11-23T12:00:07.000Z info  mri-0#2        do
            2026-11-23T12:00:09.000Z info  run            completed
            """, said.Out);
    }

    [Theory]
    [InlineData("run logs last --fold mri-0", 4)]
    [InlineData("fold logs last mri-0", 4)]
    [InlineData("fold logs last mri-0 --level error", 1)]
    [InlineData("run logs last --level warn", 2)]
    [InlineData("run logs last --since 2026-11-23T12:00:06Z", 3)]
    [InlineData("run logs last --since 55s", 4)]
    [InlineData("run logs last --since 0.91m", 3)]
    [InlineData("run logs last --since 1h --level error", 1)]
    [InlineData("run logs last -f", 9)]
    public async Task Lines_are_chosen_by_job_severity_and_time(string line, int lines)
    {
        _room.Clock.Now = new DateTimeOffset(2026, 11, 23, 12, 1, 0, TimeSpan.Zero);
        Assert.Equal(lines, (await _room.Run(line)).Out.Split('\n').Length);
    }

    [Fact]
    public async Task As_json_the_lines_are_one_document_and_while_following_one_each()
    {
        var document = JsonDocument.Parse((await _room.Run("run logs last -o json")).Out).RootElement;
        Assert.Equal(9, document.GetArrayLength());
        Assert.Equal(("2026-11-23T12:00:04.900Z", "error", "mri-0#1", "out of luck"), (
            document[4].GetProperty("at").GetString(), document[4].GetProperty("severity").GetString(),
            document[4].GetProperty("source").GetString(), document[4].GetProperty("text").GetString()));
        Assert.All((await _room.Run("run logs last -f -o json")).Out.Split('\n'), line => JsonDocument.Parse(line).Dispose());
        Assert.Equal("[]", (await _room.Run("run logs last --since 2030-01-01 -o json")).Out);
    }

    [Theory]
    [InlineData("run logs last --fold mri-7", "has no mri-7: it has mri-0, clinical-3")]
    [InlineData("fold logs last fusion", "fusion is not a fold")]
    [InlineData("run logs last --since yesterday", "expected how long ago")]
    [InlineData("run logs last --level loud", "LEVEL is one of debug, info, warn, error")]
    public async Task What_cannot_be_meant_is_refused(string line, string expected)
    {
        var said = await _room.Run(line);
        Assert.Equal((2, ""), (said.Exit, said.Out));
        Assert.Contains(expected, said.Err);
    }

    [Fact]
    public async Task A_run_that_was_refused_has_no_log_and_its_reason_is_told()
    {
        _room.NodeFileClient.Files.Clear();
        await _room.Run("run describe last"); // the look at the completed run
        _room.Cluster.Show(Failed("clinical.csv, row 3: no label", refusedInput: true));
        var said = await _room.Run("run logs last");
        Assert.Equal((0, ""), (said.Exit, said.Out));
        Assert.Contains("clinical.csv, row 3: no label", said.Err);
    }

    [Fact]
    public async Task Following_shows_lines_and_attempts_as_they_come_and_ends_with_the_run()
    {
        await _room.Run("run describe last"); // the look at the completed run
        _room.NodeFileClient.Files.Clear();
        _room.NodeFileClient.Write("run.log", "2026-11-23T12:00:00.000Z info  submitted\n2026-11-23T12:00:01.000Z info  half a li");
        _room.Cluster.Show(Run(stage: "folds"), Run(stage: "folds"), Run(stage: "folds", jobs: [Fold("mri-0", JobStatus.Running)]),
            Run(RunStatus.Completed, jobs: [Fold("mri-0", JobStatus.Completed)]));
        _room.NodeFileClient.Before = asked =>
        {
            if (asked == 5)
                _room.NodeFileClient.Write("run.log", "2026-11-23T12:00:00.000Z info  submitted\n2026-11-23T12:00:01.000Z info  half a line\n");
            if (asked == 6)
                _room.NodeFileClient.Write("folds/mri-0/attempt-1/trainer.log", "2026-11-23T12:00:02.000Z info  epoch 1/9\n");
        };
        var said = await _room.Run("run logs last -f");
        Assert.Equal(0, said.Exit);
        Assert.Equal(["submitted", "half a line", "epoch 1/9"], said.Out.Split('\n').Select(line => line[46..]));
    }

    [Fact]
    public async Task A_long_log_comes_in_many_answers_and_is_whole()
    {
        _room.NodeFileClient.Write("run.log",
            string.Concat(Enumerable.Range(0, 1000).Select(number => $"2026-11-23T12:{number / 60:00}:{number % 60:00}.000Z info  line {number}\n")));
        var lines = (await _room.Run("run logs last")).Out.Split('\n').Where(line => line.Contains(" line ")).ToList();
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"line {number}"), lines.Select(line => line[46..]));
    }
}
