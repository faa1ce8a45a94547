using Akka.Actor;
using AxSpa.Pipeline.Files;
using AxSpa.Hosting.Disk;
using Xunit;

namespace AxSpa.Hosting.Tests.Disk;

/// <summary>Order, bound, end, and the name of what hangs; with operations that wait for the test instead of a disk.</summary>
public sealed class DiskWorkerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-disk-").FullName;
    private readonly ActorSystem _system = ActorSystem.Create("disk", "akka.loglevel = WARNING");
    private readonly ManualResetEventSlim _gate = new();
    private readonly DiskSession _disk;
    private readonly DiskWorker _worker;
    private readonly Inbox _inbox;

    public DiskWorkerTests()
    {
        _worker = DiskWorker.Of(_system);
        _disk = _worker.Open(new PosixWorkspace(_folder));
        _inbox = Inbox.Create(_system);
    }

    public void Dispose()
    {
        _gate.Set();
        Assert.True(_system.Terminate().Wait(Long));
        Directory.Delete(_folder, recursive: true);
    }

    private void Do(object? answer, string? key = null, DiskLane lane = DiskLane.Writes, bool waits = false) => _disk.Do(
        lane, key, _inbox.Receiver,
        _ =>
        {
            if (waits)
                _gate.Wait();
            return answer;
        },
        failure => $"{answer} failed: {failure.Message}");

    private object Heard() => _inbox.Receive(Long);

    [Fact]
    public void What_is_asked_for_one_run_is_done_in_that_order_in_whichever_lane()
    {
        Do(1, "run", DiskLane.Long, waits: true);
        for (var number = 2; number <= 20; number++)
            Do(number, "run", number % 3 == 0 ? DiskLane.Long : DiskLane.Writes);
        Do("another", "another run");
        Assert.Equal("another", Heard()); // it does not wait for the first
        _gate.Set();
        Assert.Equal(Enumerable.Range(1, 20), Enumerable.Range(1, 20).Select(_ => (int)Heard()));
    }

    [Fact]
    public void What_takes_long_holds_up_no_write_and_no_question()
    {
        for (var number = 0; number < 10; number++)
            Do("long", lane: DiskLane.Long, waits: true);
        Do("write");
        Assert.Equal("write", Heard());
        Do("question", lane: DiskLane.Questions);
        Assert.Equal("question", Heard());
    }

    [Fact]
    public void One_write_that_hangs_holds_up_no_other_run()
    {
        for (var round = 0; round < 3; round++)
        {
            Do("hangs", $"run {round}", waits: true);
            Do("written", "another");
            Assert.Equal("written", Heard());
        }
    }

    [Fact]
    public void A_full_queue_refuses_at_once_and_says_so_and_takes_more_when_it_has_room()
    {
        using var isUnderWay = new ManualResetEventSlim();
        _disk.Do(
            DiskLane.Writes, "run", _inbox.Receiver,
            _ =>
            {
                isUnderWay.Set();
                _gate.Wait();
                return "done";
            },
            failure => failure);
        Assert.True(isUnderWay.Wait(Long, TestContext.Current.CancellationToken));
        for (var number = 0; number < DiskWorker.MostWaiting; number++)
            Do(null, "run");
        Do("refused");
        Assert.Contains($"refused failed: {DiskWorker.MostWaiting} operations wait for the workspace {_folder} already", (string)Heard());
        _gate.Set();
        Assert.True(_worker.WaitUntilIdle(Long));
        Do("taken");
        Assert.Equal(["done", "taken"], [Heard(), Heard()]);
    }

    [Fact]
    public void Whatever_an_operation_throws_is_told_and_ends_nothing()
    {
        _disk.Do(DiskLane.Writes, "run", _inbox.Receiver, _ => throw new InvalidOperationException("made up"), failure => failure);
        Assert.Equal("made up", Assert.IsType<InvalidOperationException>(Heard()).Message);
        Do("next", "run");
        Assert.Equal("next", Heard());
    }

    [Fact]
    public void A_call_that_does_not_come_back_is_named_and_forgotten_when_it_does()
    {
        _disk.Do(DiskLane.Writes, "run", _inbox.Receiver,
            store =>
            {
                store.Write(StoreName.Of("runs/r/official.json"), stream =>
                {
                    stream.WriteByte(1);
                    _gate.Wait();
                });
                return "written";
            },
            failure => failure);
        Assert.True(SpinWait.SpinUntil(() => _disk.StallOf(TimeSpan.FromMilliseconds(50)) is not null, Long));
        var stall = _disk.StallOf(TimeSpan.Zero)!;
        Assert.Equal("write of runs/r/official.json", stall.Doing);
        Assert.StartsWith($"the workspace {_folder} has not answered since ", stall.ToString());
        Assert.Null(_disk.Stall); // not yet for so long that people need to know
        Assert.Null(_worker.Open(new PosixWorkspace("/elsewhere")).StallOf(TimeSpan.Zero));
        _gate.Set();
        Assert.Equal("written", Heard());
        Assert.True(_worker.WaitUntilIdle(Long));
        Assert.Null(_disk.StallOf(TimeSpan.Zero));
    }

    [Fact]
    public void After_the_end_of_a_session_nothing_of_it_is_begun_and_others_go_on()
    {
        Do("under way", "run", waits: true);
        Do("after it", "run");
        Assert.True(SpinWait.SpinUntil(() => !_worker.WaitUntilIdle(TimeSpan.Zero, _disk), Long));
        _disk.Close(TimeSpan.FromMilliseconds(100));
        Do("too late");
        var next = _worker.Open(new PosixWorkspace(_folder));
        next.Do(DiskLane.Writes, "another run", _inbox.Receiver, _ => "of the next", failure => failure);
        Assert.Equal("of the next", Heard());
        next.Do(DiskLane.Writes, "run", _inbox.Receiver, _ => "after what was under way", failure => failure);
        _gate.Set();
        Assert.Equal("under way", Heard());
        Assert.Equal("after what was under way", Heard());
    }

    [Fact]
    public void What_was_asked_for_before_the_end_is_done_if_the_disk_answers()
    {
        for (var number = 0; number < 20; number++)
            Do(number, "run");
        _disk.Close(Long);
        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, 20).Select(_ => (int)Heard()));
    }

    [Fact]
    public void A_batch_that_is_under_way_at_the_end_begins_no_further_call()
    {
        _disk.Do(DiskLane.Writes, "run", _inbox.Receiver,
            store =>
            {
                store.Write(StoreName.Of("first"), _ => _gate.Wait());
                store.Write(StoreName.Of("second"), _ => { });
                return "all";
            },
            failure => failure);
        Assert.True(SpinWait.SpinUntil(() => _disk.StallOf(TimeSpan.Zero) is not null, Long));
        _disk.Close(TimeSpan.FromMilliseconds(50));
        _gate.Set();
        Assert.True(_worker.WaitUntilIdle(Long));
        Assert.Equal(["first"], Directory.GetFiles(_folder).Select(file => Path.GetFileName(file)!));
    }
}
