using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests;

public sealed class SilentCoordinatorTests
{
    [Fact]
    public async Task A_question_without_an_answer_is_exit_code_3_with_what_to_look_at()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromMilliseconds(50));
        room.Cluster.IsSilent = true;
        var said = await room.Run("run list");
        Assert.Equal((3, ""), (said.Exit, said.Out));
        Assert.Contains("'cluster show'", said.Err);
    }

    [Fact]
    public async Task A_question_that_a_dying_coordinator_took_along_is_asked_again()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromSeconds(20));
        room.Clock.Hurries = true;
        room.Cluster.Show("no answer", Run(stage: "cohort"));
        var said = await room.Run("run describe last");
        Assert.Equal(0, said.Exit);
        Assert.Contains("cohort", said.Out);
    }

    [Fact]
    public async Task A_list_does_without_the_stage_of_a_run_that_does_not_answer()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromSeconds(1));
        room.Cluster.Show("no answer");
        Assert.Contains("running", (await room.Run("run list")).Out);
    }

    [Fact]
    public async Task A_watch_sits_out_a_coordinator_that_moves()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromSeconds(1));
        room.Cluster.Show(Run(stage: "cohort"), "no answer", Run(RunStatus.Completed));
        var said = await room.Run("run watch last");
        Assert.Equal(0, said.Exit);
        Assert.Contains("silent", said.Err);
    }

    [Fact]
    public async Task A_coordinator_that_may_not_work_just_now_is_asked_again_and_a_watch_sits_it_out()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromSeconds(2));
        room.Clock.Hurries = true;
        var waits = new RunProtocol.Refused("The coordinator does not work yet. It waits: the journal.", Passes: true);
        room.Cluster.Show(waits, Run(stage: "cohort"));
        Assert.Equal(0, (await room.Run("run describe last")).Exit);
        room.Cluster.Show(Run(stage: "cohort"), waits, waits, waits, waits, waits, Run(RunStatus.Completed));
        Assert.Equal(0, (await room.Run("run watch last")).Exit);
    }

    [Fact]
    public async Task A_coordinator_that_goes_on_waiting_is_exit_code_3_with_what_it_waits_for()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromMilliseconds(200));
        room.Cluster.Show(new RunProtocol.Refused("The coordinator does not work yet. It waits: the journal.", Passes: true));
        var said = await room.Run("run describe last");
        Assert.Equal(3, said.Exit);
        Assert.Contains("It waits: the journal.", said.Err);
    }

    [Fact]
    public async Task A_watch_gives_up_on_a_coordinator_that_stays_away()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromMilliseconds(200), patience: TimeSpan.Zero);
        room.Cluster.Show(Run(stage: "cohort"), "no answer");
        Assert.Equal(3, (await room.Run("run watch last")).Exit);
    }
}
