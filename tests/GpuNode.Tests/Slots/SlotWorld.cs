using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.GpuNode.Tests.Slots;

/// <summary>The world around one slot: a process that lives or not, timers, a node that counts ends. It asserts of every effect that it can be meant.</summary>
internal sealed class SlotWorld
{
    private readonly Dictionary<int, int> _ends = [];
    private SlotState _state = MadeSlot.New;
    private TimeSpan _now, _heardAt, _lookedAt;
    private int? _living;
    private Job? _inTrainer;
    private int? _grace;
    private bool _isReady, _pauses, _looks = true, _canBegin = true, _hasLeft, _ended;
    private int _attempts, _lives;

    public SlotWorld() => On(new SlotEvent.TrainerDue());

    /// <summary>One thing happens; which one, the number says.</summary>
    public void Step(int number)
    {
        var (kind, detail) = (number % 20, number / 20);
        switch (kind)
        {
            case 0 or 1 or 2:
                Grant(detail % 4 == 0 ? JobKind.FitFusion : JobKind.TrainFold);
                break;
            case 3:
                On(new SlotEvent.Cancelled(MadeSlot.Attempt(_attempts), null));
                break;
            case 4 or 5:
                On(new SlotEvent.Cancelled(MadeSlot.Attempt(_attempts), "paused"));
                break;
            case 6 when detail % 5 == 0:
                On(new SlotEvent.Leaving());
                break;
            case 7 or 8 when _living is not null:
                Says(MadeSlot.Ready);
                break;
            case 9 or 10 when _living is not null:
                Says(MadeSlot.Completed);
                break;
            case 11 when _living is not null:
                Says(MadeSlot.Failed((FailureKind)(detail % Enum.GetValues<FailureKind>().Length)));
                break;
            case 12 when _living is not null:
                Says(detail % 2 == 0 ? new TrainerLine.Alive() : new TrainerLine.Progress("epoch", 1, 9, null, null));
                break;
            case 13 when _living is { } life:
                _living = null;
                On(new SlotEvent.Exited(life, detail % 2 == 0 ? 137 : 2, detail % 3));
                break;
            case 14 when _living is { } life:
                On(new SlotEvent.Broke(life, "nonsense"));
                break;
            case 15: // of a trainer that is over
                On(new SlotEvent.Said(detail % Math.Max(1, _lives), MadeSlot.Completed));
                On(new SlotEvent.Exited(detail % Math.Max(1, _lives), 2, 0));
                break;
            case 16:
                Pass(TimeSpan.FromSeconds(detail % 40));
                break;
            case 17: // the whole node stands still
                _now += TimeSpan.FromSeconds(detail * 10);
                break;
            case 18:
                _canBegin = !_canBegin;
                break;
            case 19:
                Pass(TimeSpan.FromSeconds(detail % 5));
                break;
        }
    }

    /// <summary>However it came so far: a slot that is told to leave comes to rest, and has told one end of each attempt that it took.</summary>
    public void Rest()
    {
        On(new SlotEvent.Leaving());
        Pass(MadeSlot.Rules.KeepWithin);
        Assert.Equal((SlotStatus.Broken, null, null), (_state.View.Status, _state.View.Running, _living));
        Assert.All(Enumerable.Range(1, _attempts), attempt => Assert.Equal(1, _ends.GetValueOrDefault(attempt)));
    }

    private void Grant(JobKind kind)
    {
        _attempts++;
        On(new SlotEvent.Granted(MadeSlot.Job(_attempts, kind)));
        if (_state.View.Running == MadeSlot.Attempt(_attempts))
            On(new SlotEvent.Granted(MadeSlot.Job(_attempts, kind))); // granted again at each report that crosses it
    }

    private void Says(TrainerLine line)
    {
        var life = _living!.Value;
        _isReady |= line is TrainerLine.Ready;
        _heardAt = _now;
        On(new SlotEvent.Said(life, line));
    }

    private void Pass(TimeSpan time)
    {
        for (var until = _now + time; _now < until;)
        {
            _now += _state.LookEvery;
            if (_pauses)
            {
                _pauses = false;
                On(new SlotEvent.TrainerDue());
            }
            if (_looks)
                Look();
            if (_grace is { } attempt && _now >= until)
            {
                _grace = null;
                On(new SlotEvent.GraceOver(MadeSlot.Attempt(attempt)));
            }
        }
    }

    private void Look()
    {
        var wasFrozen = _now - _lookedAt > MadeSlot.Rules.Patience / 2;
        if (wasFrozen)
            _heardAt = _now;
        _lookedAt = _now;
        var mustEnd = _living is not null && _now - _heardAt > MadeSlot.Rules.Patience;
        _ended = false;
        On(new SlotEvent.Looked(0));
        Assert.Equal(mustEnd, _ended);
    }

    private void On(SlotEvent happened)
    {
        (_state, var effects) = _state.On(happened, _now);
        for (var index = 0; index < effects.Length; index++)
            CarryOut(effects[index], isLast: index == effects.Length - 1);
        IsWhole();
    }

    private void CarryOut(SlotEffect effect, bool isLast)
    {
        switch (effect)
        {
            case SlotEffect.BeginTrainer begin:
                Assert.True(isLast && _living is null && !_hasLeft && begin.Life > _lives);
                (_lives, _isReady, _heardAt) = (begin.Life, false, _now);
                if (_canBegin)
                    _living = begin.Life;
                On(_canBegin ? new SlotEvent.TrainerBegan(0) : new SlotEvent.TrainerNotBegun("gone"));
                break;
            case SlotEffect.EndTrainer:
                (_living, _isReady, _ended) = (null, false, true);
                break;
            case SlotEffect.KillTrainer:
                Assert.NotNull(_living);
                _ended = true;
                break;
            case SlotEffect.AskToStop:
                Assert.True(_living is not null && _inTrainer is { Kind: JobKind.TrainFold });
                break;
            case SlotEffect.Send send:
                Assert.True(_living is not null && _isReady && _inTrainer is null);
                _inTrainer = send.Job;
                break;
            case SlotEffect.Tell { Report: SlotReport.Ended ended }:
                _ends[ended.Attempt.Attempt] = _ends.GetValueOrDefault(ended.Attempt.Attempt) + 1;
                if (_inTrainer?.Attempt == ended.Attempt.Attempt)
                    _inTrainer = null;
                else
                    Assert.Equal(FailureKind.Lost, ((TrainerLine.Failed)ended.Last).Kind); // it was never taken
                break;
            case SlotEffect.Tell { Report: SlotReport.Changed { View.Status: SlotStatus.Free } }:
                Assert.True(_living is not null && _isReady && _inTrainer is null);
                break;
            case SlotEffect.StartAgainAfter again:
                Assert.InRange(again.Pause, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
                _pauses = true;
                break;
            case SlotEffect.BeginGrace grace:
                Assert.Null(_grace);
                _grace = grace.Attempt.Attempt;
                break;
            case SlotEffect.CancelGrace:
                _grace = null;
                break;
            case SlotEffect.CancelTimers:
                (_looks, _pauses, _grace, _hasLeft) = (false, false, null, true);
                break;
        }
    }

    /// <summary>Never two jobs, never stuck, and what the node sees is what is.</summary>
    private void IsWhole()
    {
        Assert.Equal(_inTrainer?.Attempt, _state.View.Running?.Attempt);
        Assert.Equal(_inTrainer is not null, _state.View.Status == SlotStatus.Running);
        Assert.Equal(_state.Stage == TrainerStage.Parting, _grace is not null);
        Assert.True(_living is not null || _pauses || _hasLeft);
        Assert.True(_living is null || !_pauses);
    }
}
