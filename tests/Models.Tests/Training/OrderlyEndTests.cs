using AxSpa.Models.Training;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using TorchSharp;

namespace AxSpa.Models.Tests.Training;

/// <summary>A training that is asked to end leaves its last finished epoch on disk, whenever it is asked, and never the middle of one.</summary>
public sealed class OrderlyEndTests : IDisposable
{
    /// <summary>No checkpoint is due by itself.</summary>
    private static readonly TimeSpan EachEpoch = TimeSpan.FromSeconds(1);

    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    public static TheoryData<string, int, int> Moments => [..
        from branch in BranchRegistry.All
        from epoch in new[] { 1, 3 }
        from milliseconds in new[] { 0, 1, 3, 9, 27 } // after the end of this epoch: somewhere in a later one
        select new TheoryDataRow<string, int, int>(branch.Id.Key, epoch, milliseconds)];

    [Theory, MemberData(nameof(Moments))]
    public void The_last_finished_epoch_is_kept_and_training_goes_on_from_it_bit_for_bit(string key, int epoch, int milliseconds)
    {
        var branch = new BranchId(key);
        FoldTraining.Run(_made.Request(branch, "undisturbed"), _ => { }, CancellationToken.None);
        var last = StopAfter(epoch, milliseconds, branch, "attempt-1");
        if (last is null)
            return; // it was done before

        Assert.Equal([$"epoch-{last:D4}.json"], Directory.GetFiles(Checkpoints("attempt-1"), "*.json").Select(file => Path.GetFileName(file)));
        var said = new List<TrainerLine>();
        FoldTraining.Run(_made.Request(branch, "attempt-2") with { EarlierAttempts = [Path.Combine(_made.Workspace, "attempt-1")] }, said.Add,
            CancellationToken.None);

        Assert.Equal(last + 1, said.OfType<TrainerLine.Progress>().Select(line => (int?)line.Step).FirstOrDefault() ?? last + 1);
        foreach (var file in (string[])["weights.safetensors", "oof.csv", "holdout.csv", "history.csv"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_made.Workspace, "undisturbed", file)),
                File.ReadAllBytes(Path.Combine(_made.Workspace, "attempt-2", file)));
    }

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void What_is_kept_has_the_bytes_of_a_checkpoint_that_was_due(string key)
    {
        var branch = new BranchId(key);
        StopAfter(3, 0, branch, "due", TimeSpan.FromSeconds(11));
        StopAfter(3, 0, branch, "kept");

        foreach (var file in (string[])["epoch-0003.safetensors", "epoch-0003.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(Checkpoints("due"), file)), File.ReadAllBytes(Path.Combine(Checkpoints("kept"), file)));
    }

    [Fact]
    public void Before_the_first_epoch_is_done_there_is_nothing_to_keep()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => FoldTraining.Run(_made.Request(BranchId.Clinical, "attempt-1"), _ => { }, stop.Token));

        Assert.False(Directory.Exists(Checkpoints("attempt-1")));
    }

    [Fact]
    public void No_tensor_outlives_a_training_that_was_ended()
    {
        StopAfter(2, 0, BranchId.Mri, "attempt-1");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        StopAfter(2, 0, BranchId.Mri, "attempt-2");

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("gone", "it is gone")]
    [InlineData("cut", "it has 10 bytes, expected 2048")]
    [InlineData("changed", "its SHA-256 is not the recorded one")]
    public void A_damaged_prepared_scan_is_named_and_nobody_is_told_to_begin_anew(string how, string words)
    {
        var scan = _made.Cohort.Scans[0];
        var path = Path.Combine(_made.Workspace, scan.Volume);
        if (how == "gone")
            File.Delete(path);
        else
            File.WriteAllBytes(path, how == "cut" ? new byte[10] : new byte[new FileInfo(path).Length]);

        var error = Record.Exception(() => FoldTraining.Run(_made.Request(BranchId.Mri, "attempt-1"), _ => { }, CancellationToken.None));

        var lost = Assert.IsType<WorkspaceFileException>(error is AggregateException many ? many.InnerExceptions[0] : error);
        Assert.Equal(scan.Volume, lost.File);
        Assert.Contains(words, lost.Message, StringComparison.Ordinal);
        Assert.Contains("It is prepared again", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--new", lost.Message, StringComparison.Ordinal);
    }

    private string Checkpoints(string attempt) => Path.Combine(_made.Workspace, attempt, "checkpoints");

    /// <returns>The last epoch that was said to be done; null: the training came to its end.</returns>
    private int? StopAfter(int epoch, int milliseconds, BranchId branch, string attempt, TimeSpan? eachEpoch = null)
    {
        using var stop = new CancellationTokenSource();
        var last = 0;
        void Hear(TrainerLine line)
        {
            if (line is not TrainerLine.Progress { Stage: "epoch" } progress)
                return;
            last = progress.Step;
            if (last == epoch && milliseconds == 0)
                stop.Cancel();
            else if (last == epoch)
                stop.CancelAfter(milliseconds);
        }
        try
        {
            FoldTraining.Run(_made.Request(branch, attempt) with { Clock = new ManualClock(eachEpoch ?? EachEpoch) }, Hear, stop.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return last;
        }
    }
}
