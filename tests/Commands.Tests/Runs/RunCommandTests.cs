using System.Text.Json;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunCommandTests : IAsyncDisposable
{
    private static readonly LocalFile File = new("x.yaml", "name: x\n");

    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task Submit_prints_the_id_and_hands_over_what_the_file_says()
    {
        var said = await _room.Run("run submit x.yaml --until fusion --new", File);
        Assert.Equal((0, Id.Value), (said.Exit, said.Out));
        Assert.Equal(new RunProtocol.SubmitRun("name: x\n", RunStage.Fusion, true), _room.Cluster.Submitted);
        Assert.Equal($"Run {Id} started.", said.Err);
    }

    [Fact]
    public async Task Submit_goes_to_the_end_unless_told()
    {
        await _room.Run("run submit x.yaml", File);
        Assert.Equal(new RunProtocol.SubmitRun("name: x\n", RunStage.Evaluation, false), _room.Cluster.Submitted);
    }

    [Fact]
    public async Task Submit_as_json_is_one_document()
    {
        _room.Cluster.Acceptance = RunProtocol.Acceptance.AlreadyFinished;
        var said = await _room.Run("run submit x.yaml -o json", File);
        var receipt = JsonDocument.Parse(said.Out).RootElement;
        Assert.Equal((Id.Value, "alreadyFinished"), (receipt.GetProperty("run").GetString(), receipt.GetProperty("how").GetString()));
    }

    [Fact]
    public async Task Submit_and_watch_prints_the_id_the_lines_and_gives_the_outcome()
    {
        _room.Cluster.Show(Run(stage: "cohort"), Run(RunStatus.Completed));
        var said = await _room.Run("run submit x.yaml --watch", File);
        Assert.Equal(0, said.Exit);
        Assert.Equal($"{Id}\nstage: cohort\nrun {Id} completed in 2 min 07 s", said.Out);
    }

    [Fact]
    public async Task Submit_and_wait_as_json_is_the_ended_run_alone()
    {
        _room.Cluster.Show(Run(), Run(RunStatus.Completed));
        var said = await _room.Run("run submit x.yaml --wait -o json", File);
        Assert.Equal("completed", JsonDocument.Parse(said.Out).RootElement.GetProperty("summary").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_submission_that_the_coordinator_refuses_exits_2_with_its_reason()
    {
        _room.Cluster.Refusal = "clinical.csv has changed since the run began.";
        var said = await _room.Run("run submit x.yaml", File);
        Assert.Equal((2, "", _room.Cluster.Refusal), (said.Exit, said.Out, said.Err));
    }

    [Fact]
    public async Task A_specification_too_long_for_the_cluster_is_refused()
    {
        var said = await _room.Run("run submit x.yaml", File with { Text = new string('#', 64_001) });
        Assert.Equal(2, said.Exit);
        Assert.Contains("64001 bytes", said.Err);
        Assert.Null(_room.Cluster.Submitted);
    }

    [Fact]
    public async Task List_shows_a_row_for_each_run_and_their_count()
    {
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa", RunStatus.Completed, -60), Summary("20261123-120000-bbbb", RunStatus.Failed)];
        var said = await _room.Run("run list");
        var lines = said.Out.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("RUN ", lines[0]);
        Assert.StartsWith("20261123-110000-aaaa  axspa-baseline  completed", lines[1]);
        Assert.Equal("Count: 2 runs", lines[3]);
    }

    [Fact]
    public async Task List_of_one_state_leaves_the_others_out()
    {
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa", RunStatus.Completed, -60), Summary("20261123-120000-bbbb", RunStatus.Failed)];
        var said = await _room.Run("run list --state failed -o json");
        Assert.Equal("20261123-120000-bbbb", Assert.Single(JsonDocument.Parse(said.Out).RootElement.EnumerateArray()).GetProperty("run").GetString());
    }

    /// <summary>On the wire such a run has failed, as earlier members of a cluster know it.</summary>
    [Fact]
    public async Task A_run_that_was_refused_is_listed_as_that_and_not_as_failed()
    {
        _room.Cluster.Runs =
        [
            Summary("20261123-110000-aaaa", RunStatus.Failed, -60) with { Priority = 10 },
            Summary("20261123-120000-bbbb", RunStatus.Failed) with { Stage = "refused", Refusal = "t.csv, row 4: no." },
        ];
        var refused = Assert.Single(JsonDocument.Parse((await _room.Run("run list --state refused -o json")).Out).RootElement.EnumerateArray());
        Assert.Equal(("refused", "t.csv, row 4: no."), (refused.GetProperty("status").GetString(), refused.GetProperty("refusal").GetString()));
        var failed = Assert.Single(JsonDocument.Parse((await _room.Run("run list --state failed -o json")).Out).RootElement.EnumerateArray());
        Assert.Equal(("failed", 10), (failed.GetProperty("status").GetString(), failed.GetProperty("priority").GetInt32()));
        Assert.Contains("t.csv, row 4: no.", (await _room.Run("run list")).Out);
    }

    /// <summary>Written by hand (RunSummaryAsView): a new property must come along.</summary>
    [Fact]
    public async Task Json_has_every_property_of_a_listed_run()
    {
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa", RunStatus.Failed, -60) with { Refusal = "no." }];
        var run = Assert.Single(JsonDocument.Parse((await _room.Run("run list -o json")).Out).RootElement.EnumerateArray());
        Assert.Equal(typeof(RunSummary).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(),
            run.EnumerateObject().Select(property => property.Name).Order());
    }

    [Fact]
    public async Task List_says_how_far_an_open_run_is()
    {
        _room.Cluster.Runs = [Summary(Id.Value) with { Stage = "folds 4/10" }];
        Assert.Contains("folds 4/10", (await _room.Run("run list")).Out);
    }

    [Fact]
    public async Task Of_many_runs_the_newest_are_listed_and_the_others_counted()
    {
        _room.Cluster.Runs = [.. Enumerable.Range(0, 10_000).Select(run => Summary($"{run:00000}", RunStatus.Completed, run))];
        var said = await _room.Run("run list");
        Assert.Equal((50 + 2, "9950 older runs not shown: --limit N shows more, --all shows all."), (said.Out.Split('\n').Length, said.Err));
        Assert.Contains("\n09950  ", said.Out);
        Assert.EndsWith("Count: 50 runs", said.Out);
        Assert.Equal(2, _room.Cluster.RunPages);

        said = await _room.Run("run list --limit 70 -o json");
        Assert.Equal(Enumerable.Range(9930, 70).Select(run => $"{run:00000}"),
            JsonDocument.Parse(said.Out).RootElement.EnumerateArray().Select(run => run.GetProperty("run").GetString()));
        Assert.Contains("9930 older runs", said.Err);

        said = await _room.Run("run list --all");
        Assert.Equal((10_002, ""), (said.Out.Split('\n').Length, said.Err));
    }

    [Theory]
    [InlineData("run list --limit 0")]
    [InlineData("run list --limit many")]
    [InlineData("run list --limit 3 --all")]
    public async Task A_limit_is_a_number_and_not_beside_all(string line) => Assert.Equal(2, (await _room.Run(line)).Exit);

    [Fact]
    public async Task A_command_that_names_a_run_asks_for_no_list()
    {
        _room.Cluster.Runs = [.. Enumerable.Range(0, 10_000).Select(run => Summary($"{run:00000}-a", RunStatus.Completed, run)),
            Summary(Id.Value, minute: 20_000)];
        _room.Cluster.Show(Run());
        foreach (var line in new[] { "run describe last", $"run describe {Id}", $"run describe {Id.Value[..12]}", $"fold list {Id}" })
            Assert.Equal(0, (await _room.Run(line)).Exit);
        Assert.Equal(0, _room.Cluster.RunPages);
    }

    [Fact]
    public async Task An_empty_list_is_a_count_of_nothing_and_an_empty_array()
    {
        _room.Cluster.Runs = [];
        Assert.Equal("Count: 0 runs", (await _room.Run("run list")).Out);
        Assert.Equal("[]", (await _room.Run("run list -o json")).Out);
    }

    [Fact]
    public async Task Describe_says_why_a_run_waits()
    {
        _room.Cluster.Show(Run(stage: "folds 0/10", jobs: Fold("mri-0")) with { WaitingFor = "no node with a free slot is up" });
        var said = await _room.Run("run describe last");
        Assert.Equal(0, said.Exit);
        Assert.Contains("waiting:       no node with a free slot is up", said.Out);
        Assert.Contains("\nmri-0  waiting", said.Out);
    }

    [Fact]
    public async Task Describe_as_json_writes_identities_as_texts()
    {
        _room.Cluster.Show(Run(stage: "folds 0/10", jobs: Fold("mri-0", JobStatus.Running).AtEpoch(1, 10, loss: double.NaN)));
        var run = JsonDocument.Parse((await _room.Run($"run describe {Id} -o json")).Out).RootElement;
        var job = run.GetProperty("jobs")[0];
        Assert.Equal(Id.Value, run.GetProperty("summary").GetProperty("run").GetString());
        Assert.Equal(("mri-0", "mri-0", "trainFold", "running", "NaN"), (
            job.GetProperty("job").GetString(), job.GetProperty("fold").GetString(), job.GetProperty("kind").GetString(),
            job.GetProperty("status").GetString(), job.GetProperty("trainingLoss").GetString()));
    }

    [Fact]
    public async Task Watch_prints_each_change_once_and_ends_with_the_run()
    {
        var fold = Fold("clinical-3", JobStatus.Running);
        _room.Cluster.Show(
            Run(stage: "folds 0/10", jobs: fold), Run(stage: "folds 0/10", jobs: fold), Run(stage: "folds 0/10", jobs: fold.AtEpoch(4, 10)),
            Run(RunStatus.Completed));
        var said = await _room.Run("run watch last");
        Assert.Equal(0, said.Exit);
        Assert.Equal(
            "stage: folds (1 to train)\nclinical-3  started on cpu of 127.0.0.1:4055\nclinical-3  epoch 4/10  loss 0.412  validation AUROC 0.871\nrun "
            + $"{Id} completed in 2 min 07 s",
            said.Out);
    }

    [Theory]
    [InlineData(RunStatus.Completed, false, 0)]
    [InlineData(RunStatus.Failed, false, 1)]
    [InlineData(RunStatus.Failed, true, 2)]
    [InlineData(RunStatus.Cancelled, false, 1)]
    public async Task Wait_gives_the_outcome_as_the_exit_code_and_no_data(RunStatus status, bool refusedInput, int exit)
    {
        _room.Cluster.Show(Run(), Run(status) with { Failure = "x.csv, row 3: text in a numeric column", RefusedInput = refusedInput });
        var said = await _room.Run("run wait last");
        Assert.Equal((exit, ""), (said.Exit, said.Out));
        Assert.Equal(status == RunStatus.Failed, said.Err.Contains("x.csv, row 3"));
    }

    [Fact]
    public async Task Watch_as_json_is_one_document_with_the_lines_beside_it()
    {
        _room.Cluster.Show(Run(stage: "cohort"), Failed("no", refusedInput: false));
        var said = await _room.Run("run watch last -o json");
        Assert.Equal(1, said.Exit);
        Assert.Equal("no", JsonDocument.Parse(said.Out).RootElement.GetProperty("failure").GetString());
        Assert.StartsWith("stage: cohort\n", said.Err);
    }

    [Fact]
    public async Task A_watch_on_a_host_that_stops_tells_an_end_that_came_just_then()
    {
        _room.Cluster.Show(Run(RunStatus.Completed));
        Assert.Equal(0, (await _room.RunWhileStopping("run watch last")).Exit);
    }

    [Fact]
    public async Task A_watch_on_a_host_that_stops_says_how_to_go_on()
    {
        _room.Cluster.Show(Run(stage: "cohort"));
        var said = await _room.RunWhileStopping("run watch last");
        Assert.Equal(3, said.Exit);
        Assert.Contains($"run watch {Id}", said.Err);
    }

    [Fact]
    public async Task Cancel_names_the_run_it_ended()
    {
        var said = await _room.Run("run cancel 2026 --yes");
        Assert.Equal((0, $"{Id} cancelled"), (said.Exit, said.Out));
        Assert.Equal(Id, _room.Cluster.Cancelled?.Run);
        Assert.Equal("cancelled", JsonDocument.Parse((await _room.Run("run cancel last --yes -o json")).Out).RootElement.GetProperty("how").GetString());
    }

    [Fact]
    public async Task A_submission_may_carry_another_name()
    {
        await _room.Run("run submit x.yaml --name 'second try'", new LocalFile("x.yaml", RunYaml.Write(Specification)));
        Assert.Equal(RunYaml.Write(Specification with { Name = "second try" }), _room.Cluster.Submitted?.Specification);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("\"a\nb\"")]
    public async Task A_name_that_no_file_could_have_is_refused(string name)
    {
        var said = await _room.Run($"run submit x.yaml --name {name}", new LocalFile("x.yaml", RunYaml.Write(Specification)));
        Assert.Equal(2, said.Exit);
        Assert.Contains("without line breaks", said.Err);
        Assert.Null(_room.Cluster.Submitted);
    }
}
