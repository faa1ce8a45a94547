using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private static readonly TimeSpan EachEpoch = TimeSpan.FromSeconds(11);
    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("clinical")]
    [InlineData("mri")]
    public void A_training_that_was_cut_off_goes_on_to_the_same_result_bit_for_bit(string key)
    {
        var branch = new BranchId(key);
        FoldTraining.Run(_made.Request(branch, "undisturbed"), _ => { }, CancellationToken.None);
        CutOffAfter(epoch: 2, branch, "attempt-1");

        var said = Continue(branch, "attempt-2", "attempt-1");

        Assert.Equal(3, said.OfType<TrainerLine.Progress>().First().Step);
        AssertSameResult("undisturbed", "attempt-2");
    }

    [Theory]
    [InlineData("epoch-0004.safetensors", "changed")]
    [InlineData("epoch-0004.safetensors", "cut off")]
    [InlineData("epoch-0004.safetensors", "gone")]
    [InlineData("epoch-0004.json", "cut off")]
    [InlineData("epoch-0004.json", "emptied")]
    [InlineData("epoch-0004.json", "gone")]
    public void A_damaged_newest_checkpoint_falls_back_to_the_one_before(string file, string damage)
    {
        FoldTraining.Run(_made.Request(BranchId.Clinical, "undisturbed"), _ => { }, CancellationToken.None);
        CutOffAfter(epoch: 4, BranchId.Clinical, "attempt-1");
        Damage(Path.Combine(_made.Workspace, "attempt-1", "checkpoints", file), damage);

        var said = Continue(BranchId.Clinical, "attempt-2", "attempt-1");

        Assert.Equal(4, said.OfType<TrainerLine.Progress>().First().Step);
        AssertSameResult("undisturbed", "attempt-2");
    }

    [Fact]
    public void Where_every_checkpoint_is_damaged_training_begins_anew()
    {
        FoldTraining.Run(_made.Request(BranchId.Clinical, "undisturbed"), _ => { }, CancellationToken.None);
        CutOffAfter(epoch: 4, BranchId.Clinical, "attempt-1");
        foreach (var file in Directory.GetFiles(Path.Combine(_made.Workspace, "attempt-1", "checkpoints"), "*.safetensors"))
            Damage(file, "changed");

        var said = Continue(BranchId.Clinical, "attempt-2", "attempt-1");

        Assert.Equal(1, said.OfType<TrainerLine.Progress>().First().Step);
        AssertSameResult("undisturbed", "attempt-2");
    }

    [Fact]
    public void What_a_killed_writer_left_half_written_is_not_taken_for_a_checkpoint()
    {
        FoldTraining.Run(_made.Request(BranchId.Clinical, "undisturbed"), _ => { }, CancellationToken.None);
        CutOffAfter(epoch: 3, BranchId.Clinical, "attempt-1");
        var checkpoints = Path.Combine(_made.Workspace, "attempt-1", "checkpoints");
        // Killed while it wrote the tensors of epoch 4, and once more after them and before the description that makes them count.
        File.WriteAllBytes(Path.Combine(checkpoints, ".epoch-0004.safetensors.1-2.tmp"), [1, 2, 3]);
        File.Copy(Path.Combine(checkpoints, "epoch-0003.safetensors"), Path.Combine(checkpoints, "epoch-0004.safetensors"));

        var said = Continue(BranchId.Clinical, "attempt-2", "attempt-1");

        Assert.Equal(4, said.OfType<TrainerLine.Progress>().First().Step);
        AssertSameResult("undisturbed", "attempt-2");
    }

    [Fact]
    public void The_newest_checkpoint_of_several_attempts_is_taken()
    {
        CutOffAfter(epoch: 3, BranchId.Clinical, "attempt-1");
        CutOffAfter(epoch: 2, BranchId.Clinical, "attempt-2");

        Assert.Equal(4, Continue(BranchId.Clinical, "attempt-3", "attempt-1", "attempt-2").OfType<TrainerLine.Progress>().First().Step);
    }

    [Fact]
    public void A_checkpoint_of_another_job_is_not_continued()
    {
        CutOffAfter(epoch: 3, BranchId.Clinical, "attempt-1");
        var said = new List<TrainerLine>();

        FoldTraining.Run(_made.Request(BranchId.Clinical, "attempt-2") with
        { JobIdentity = "another", EarlierAttempts = [Path.Combine(_made.Workspace, "attempt-1")] },
            said.Add, CancellationToken.None);

        Assert.Equal(1, said.OfType<TrainerLine.Progress>().First().Step);
    }

    [Fact]
    public void The_last_two_checkpoints_and_the_best_weights_are_kept_and_the_earlier_attempts_folder_is_untouched()
    {
        CutOffAfter(epoch: 5, BranchId.Clinical, "attempt-1");
        var files = Files("attempt-1");

        Assert.Equal(2, files.Count(file => file.EndsWith(".json", StringComparison.Ordinal)));
        Assert.Equal(["epoch-0004.safetensors", "epoch-0005.safetensors"],
            files.Where(file => file.StartsWith("epoch", StringComparison.Ordinal) && file.EndsWith(".safetensors", StringComparison.Ordinal)));
        Assert.InRange(files.Count(file => file.StartsWith("best", StringComparison.Ordinal)), 1, 2);

        Continue(BranchId.Clinical, "attempt-2", "attempt-1");

        Assert.Equal(files, Files("attempt-1"));

        string[] Files(string attempt) =>
            [.. Directory.EnumerateFiles(Path.Combine(_made.Workspace, attempt, "checkpoints"))
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void No_checkpoint_is_written_before_ten_seconds_have_passed()
    {
        FoldTraining.Run(_made.Request(BranchId.Clinical, "attempt-1") with { Clock = new ManualClock(TimeSpan.FromSeconds(1)) }, _ => { },
            CancellationToken.None);

        Assert.False(Directory.Exists(Path.Combine(_made.Workspace, "attempt-1", "checkpoints")));
    }

    private static void Damage(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "changed":
                bytes[^1] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "cut off":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "emptied":
                File.WriteAllBytes(path, []);
                break;
            default:
                File.Delete(path);
                break;
        }
    }

    private void CutOffAfter(int epoch, BranchId branch, string attempt)
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => FoldTraining.Run(_made.Request(branch, attempt) with { Clock = new ManualClock(EachEpoch) }, line =>
        {
            if (line is TrainerLine.Progress { Stage: "epoch" } progress && progress.Step == epoch)
                stop.Cancel();
        }, stop.Token));
    }

    private List<TrainerLine> Continue(BranchId branch, string attempt, params string[] earlier)
    {
        var said = new List<TrainerLine>();
        FoldTraining.Run(_made.Request(branch, attempt) with { EarlierAttempts = [.. earlier.Select(name => Path.Combine(_made.Workspace, name))] }, said.Add,
            CancellationToken.None);
        return said;
    }

    private void AssertSameResult(string expected, string actual)
    {
        foreach (var file in (string[])["weights.safetensors", "oof.csv", "holdout.csv", "history.csv"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_made.Workspace, expected, file)), File.ReadAllBytes(Path.Combine(_made.Workspace, actual, file)));
    }
}
