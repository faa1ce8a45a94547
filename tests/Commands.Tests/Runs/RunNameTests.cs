using AxSpa.Commands.Runs;
using AxSpa.Shared.Protocol;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunNameTests
{
    private static readonly RunSummary[] Runs = [Summary("20261123-110000-aaaa", minute: 5), Summary("20261123-120000-bbbb", minute: 9),
        Summary("20261123-12", minute: 1)];

    [Theory]
    [InlineData("20261123-110000-aaaa", "20261123-110000-aaaa")]
    [InlineData("20261123-11", "20261123-110000-aaaa")]
    [InlineData("20261123-12", "20261123-12")] // an id in full, though it begins another
    [InlineData("last", "20261123-120000-bbbb")]
    public void A_run_is_named_by_its_id_its_beginning_or_its_being_last(string name, string expected) =>
        Assert.Equal(expected, RunName.The(RunsFound.Of(Runs, name), name).Run.Value);

    [Fact]
    public void A_beginning_of_several_runs_is_refused_with_their_ids() =>
        Assert.Contains("20261123-110000-aaaa, 20261123-120000-bbbb",
            Assert.Throws<CommandRefusedException>(() => RunName.The(RunsFound.Of(Runs, "2026"), "2026")).Message);

    [Fact]
    public void A_name_of_no_run_is_refused() =>
        Assert.Contains("no run 1999", Assert.Throws<CommandRefusedException>(() => RunName.The(RunsFound.Of(Runs, "1999"), "1999")).Message);

    [Fact]
    public void A_runs_name_is_answered_with_the_ids_of_the_runs_that_have_it() => Assert.Equal(
        "There is no run axspa-baseline. That is the name of 20261123-120000-bbbb, 20261123-110000-aaaa, 20261123-12: type an id, or the beginning of one.",
        Assert.Throws<CommandRefusedException>(() => RunName.The(RunsFound.Of(Runs, "axspa-baseline"), "axspa-baseline")).Message);

    [Fact]
    public void A_name_that_one_run_has_names_it_unless_it_begins_an_id()
    {
        RunSummary[] runs = [.. Runs, Summary("20261123-130000-cccc", minute: 2) with { Name = "knees" },
            Summary("20261123-140000-dddd", minute: 3) with { Name = "20261123-11" }];
        Assert.Equal("20261123-130000-cccc", RunName.The(RunsFound.Of(runs, "knees"), "knees").Run.Value);
        Assert.Equal("20261123-110000-aaaa", RunName.The(RunsFound.Of(runs, "20261123-11"), "20261123-11").Run.Value);
    }

    [Fact]
    public void Where_there_is_no_run_there_is_no_last_one() =>
        Assert.Contains("run submit", Assert.Throws<CommandRefusedException>(() => RunName.The(RunsFound.Of([], "last"), "last")).Message);
}
