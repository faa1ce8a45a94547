using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>
/// Every message between processes, at the limits of what may be asked for: all branches with 20 folds in 20 repeats, 10,000 runs, 1,000
/// nodes, the longest names. A message without a case here fails the test.
/// </summary>
public sealed class MessageSizeTests
{
    private static readonly ImmutableArray<IWireMessage> Longest = [.. LongestMessages.All];

    [Fact]
    public void Every_message_has_its_longest_form_here() => Assert.Equal(
        WireManifests.Types.Where(type => !WireManifests.IsOfJournal(WireManifests.Of(type).Manifest)).Select(type => type.Name).Order(StringComparer.Ordinal),
        Longest.Select(message => message.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_message_at_the_limits_fits_a_frame()
    {
        List<string> tooLong = [..
            from message in Longest
            let bytes = WireFrame.BytesOf(message)
            where bytes > WireFrame.MostBytes
            select $"{message.GetType().Name} has {bytes} bytes"];
        Assert.Equal([], tooLong);
    }

    /// <summary>What lies around a message: the paths of its sender and receiver, with the longest names of hosts.</summary>
    [Fact]
    public void Beside_a_message_there_is_room_for_who_sends_it_and_who_gets_it() =>
        Assert.True(2 * $"akka.ssl.tcp://axspa@{LongestMessages.Host}:65535/system/sharding/{new string('x', 250)}#1234567890".Length
            + 500 < WireFrame.FrameBytes - WireFrame.MostBytes);

    [Fact]
    public async Task A_run_of_800_folds_is_described_in_parts_of_one_moment_which_give_the_whole()
    {
        var whole = LongestMessages.View;
        var (parts, asked) = (new ViewParts(TimeProvider.System), 0);
        var back = await RunViewParts.Whole(whole.Summary.Run, question => Task.FromResult<object>(Answered(question)));
        var view = Assert.IsType<RunView>(back);
        Assert.Null(view.Part);
        Assert.Equal(whole.Jobs.Select(job => job.Job), view.Jobs.Select(job => job.Job));
        Assert.InRange(asked, 2, whole.Jobs.Length);

        RunView Answered(RunProtocol.DescribeRun question)
        {
            asked++;
            // The run goes on meanwhile: a later moment has another name.
            var part = parts.Next(question) ?? parts.First(whole with { Summary = whole.Summary with { Name = $"moment {asked}" } });
            Assert.Equal("moment 1", part.Summary.Name);
            Assert.True(WireFrame.Fits(part));
            return part;
        }
    }

    [Fact]
    public async Task A_view_that_is_kept_no_more_is_begun_anew_and_never_put_together_of_two_moments()
    {
        var whole = LongestMessages.View;
        var (parts, asked) = (new ViewParts(TimeProvider.System), 0);
        var view = Assert.IsType<RunView>(await RunViewParts.Whole(whole.Summary.Run, question =>
        {
            if (++asked == 3)
                parts = new ViewParts(TimeProvider.System); // a coordinator that took over
            return Task.FromResult<object>(
                parts.Next(question) ?? parts.First(whole with { Jobs = [.. whole.Jobs.Select(job => job with { Attempt = asked })] }));
        }));
        Assert.Single(view.Jobs.Select(job => job.Attempt).Distinct());
        Assert.Equal(whole.Jobs.Length, view.Jobs.Length);
    }

    [Fact]
    public void Jobs_are_in_the_order_of_their_numbers_wherever_they_are_listed()
    {
        var folds = LongestMessages.View.Jobs.Where(job => job is { Kind: JobKind.TrainFold, Fold: { Repeat: 0 } fold } && fold.Branch == BranchId.Mri)
            .Select(job => job.Fold!.Value.Index);
        Assert.Equal(Enumerable.Range(0, 20), folds);
        FoldId[] trained = [.. LongestMessages.Run.Jobs.Values.Select(job => job.Request).Where(job => job.Kind == JobKind.TrainFold)
            .Select(job => job.Fold!.Value).Where(fold => fold.Branch == BranchId.Mri)];
        Assert.Equal(trained.OrderBy(fold => fold.Repeat == 0 ? 0 : 1).ThenBy(fold => fold.Repeat).ThenBy(fold => fold.Index), trained);
    }

    /// <summary>Journals have no frame, but what is read at every start stays small: the names of jobs, and no file of another.</summary>
    [Fact]
    public void What_800_folds_are_asked_for_with_is_small_in_the_journal()
    {
        var run = Tests.Runs.MadeRun.Begun().WithEverythingOfficial();
        var folds = new RunEvents.JobsRequested(JobKinds.Folds(run, LongestMessages.Specification), LongestMessages.Now);
        var fusion = new RunEvents.JobsRequested(JobKinds.Fusion(run, LongestMessages.Specification), LongestMessages.Now);
        Assert.Equal(801, fusion.Jobs[0].Reads.Length);
        Assert.InRange(WireFrame.BytesOf(folds), 1, 150_000);
        Assert.InRange(WireFrame.BytesOf(fusion), 1, 30_000);
    }
}
