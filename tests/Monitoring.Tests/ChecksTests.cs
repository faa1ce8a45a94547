using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Monitoring.Tests;

public sealed class ChecksTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static void Until(Func<bool> holds) => Assert.True(SpinWait.SpinUntil(holds, Long));

    [Fact]
    public void A_check_says_what_it_last_saw_and_looks_again()
    {
        var trouble = "away";
        using var check = new RepeatedCheck("journal", () => trouble, Often, Long, TimeProvider.System);
        Until(() => check.Trouble == "away");
        trouble = null;
        Until(() => check.Trouble is null);
    }

    [Fact]
    public void A_look_that_hangs_holds_nobody_up_and_what_was_seen_before_is_not_believed_for_ever()
    {
        var clock = new FakeTimeProvider();
        using var hangs = new ManualResetEventSlim();
        var looks = 0;
        using var check = new RepeatedCheck("workspace", () =>
        {
            if (Interlocked.Increment(ref looks) > 1)
                hangs.Wait(TestContext.Current.CancellationToken);
            return null;
        }, Often, TimeSpan.FromSeconds(30), clock);
        Until(() => looks > 1 && check.Trouble is null);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("no answer for 31 s", check.Trouble);
        hangs.Set();
        Until(() => check.Trouble is null);
    }

    [Fact]
    public void What_was_never_looked_at_is_not_well()
    {
        using var hangs = new ManualResetEventSlim();
        using var check = new RepeatedCheck(
            "workspace", () => { hangs.Wait(TestContext.Current.CancellationToken); return null; }, Often, Long, TimeProvider.System);
        Assert.Equal("not looked at yet", check.Trouble);
        hangs.Set();
    }

    [Fact]
    public void A_workspace_that_can_be_written_is_well_and_nothing_is_left_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("axspa-check-").FullName;
        Assert.Null(WorkspaceCheck.Look(folder));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public void What_a_process_that_died_here_left_is_removed_and_a_living_ones_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("axspa-check-").FullName;
        string Left(object process) => Path.Combine(folder, $".usable-{Environment.MachineName}-{process}");
        const int moreThanAnyProcess = 1 << 23; // ids end at 2^22
        foreach (var process in new object[] { moreThanAnyProcess, 1, "notes" })
            File.WriteAllText(Left(process), "");
        Assert.Null(WorkspaceCheck.Look(folder));
        Assert.Equal([Left(1), Left("notes")], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_workspace_that_is_not_mounted_is_named() =>
        Assert.Contains("is the shared folder mounted", WorkspaceCheck.Look(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));

    [Fact]
    public void A_workspace_in_which_nothing_can_be_written_is_trouble()
    {
        // As root, rights do not keep a process from writing; a folder of the kernel's does.
        using var check = new RepeatedCheck("workspace", () => WorkspaceCheck.Look("/proc/self"), Often, Long, TimeProvider.System);
        Until(() => check.Trouble is { } trouble && trouble != "not looked at yet");
    }
}
