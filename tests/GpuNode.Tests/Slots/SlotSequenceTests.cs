using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using CsCheck;
using Xunit;

namespace AxSpa.GpuNode.Tests.Slots;

/// <summary>Whatever happens in whatever order: never two trainers or two jobs at once, one end of each attempt, an end after each silence.</summary>
public sealed class SlotSequenceTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(10);

    [Fact]
    public void Whatever_happens_in_whatever_order_a_slot_stays_whole() => Gen.Int[0, 799].Array[1, 80].Sample(numbers =>
    {
        var world = new SlotWorld();
        foreach (var number in numbers)
            world.Step(number);
        world.Rest();
    }, iter: 5_000);

    [Fact]
    public void A_trainer_that_never_becomes_ready_is_started_with_pauses_that_double_up_to_half_a_minute_and_are_short_again_after_a_good_start()
    {
        var state = MadeSlot.New.After(new SlotEvent.TrainerDue(), new SlotEvent.TrainerBegan(0));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => Pause()));
        state = state.After(new SlotEvent.TrainerDue(), new SlotEvent.TrainerBegan(0), new SlotEvent.Said(state.Life + 1, MadeSlot.Ready));
        Assert.Equal(1, Pause());

        double Pause()
        {
            if (state.View.Status == SlotStatus.Broken)
                state = state.After(new SlotEvent.TrainerDue(), new SlotEvent.TrainerBegan(0));
            (state, var effects) = state.On(new SlotEvent.Exited(state.Life, 1, 0), Now);
            return effects.OfType<SlotEffect.StartAgainAfter>().Single().Pause.TotalSeconds;
        }
    }

    [Fact]
    public void The_last_words_of_a_trainer_are_in_the_reason_and_those_of_the_one_before_are_not()
    {
        var state = MadeSlot.States["working"].After(Enumerable.Range(0, 25).Select(line => new SlotEvent.Printed(1, $"line {line}")));
        var (next, effects) = state.On(new SlotEvent.Exited(1, 134, 4), Now);
        var reason = ((TrainerLine.Failed)effects.OfType<SlotEffect.Tell>().Select(tell => tell.Report).OfType<SlotReport.Ended>().Single().Last).Reason;
        Assert.StartsWith("The trainer process ended with code 134. line 5 | line 6 |", reason, StringComparison.Ordinal);
        Assert.EndsWith("| line 24", reason, StringComparison.Ordinal);
        next = next.After(new SlotEvent.TrainerBegan(4), new SlotEvent.Exited(next.Life, 1, 4));
        Assert.Equal("The trainer process ended with code 1.", next.View.Trouble);
    }

    [Fact]
    public void Of_an_attempt_a_thousand_warnings_are_told_and_the_others_counted()
    {
        var (state, told) = (MadeSlot.States["working"], 0);
        for (var number = 0; number < 1_500; number++)
        {
            (state, var effects) = state.On(new SlotEvent.Said(1, new TrainerLine.Warning("again")), Now);
            told += effects.OfType<SlotEffect.Tell>().Count();
        }
        var end = state.On(new SlotEvent.Said(1, MadeSlot.Completed), Now);
        Assert.Equal((1_000, 500), (told, end.Effects.OfType<SlotEffect.NoteLeftOut>().Single().Warnings));
        var again = end.Next.After(new SlotEvent.Granted(MadeSlot.Job(2))).On(new SlotEvent.Said(1, MadeSlot.Completed), Now);
        Assert.Empty(again.Effects.OfType<SlotEffect.NoteLeftOut>());
    }

    [Fact]
    public void The_grace_of_an_attempt_begins_once_however_often_it_is_asked_for_and_anew_when_the_node_leaves()
    {
        var parting = MadeSlot.States["parting"];
        Assert.Empty(parting.On(new SlotEvent.Cancelled(MadeSlot.Attempt(1), "again"), Now).Effects);
        Assert.Equal(
            [new SlotEffect.CancelTimers(), new SlotEffect.BeginGrace(MadeSlot.Attempt(1))],
            parting.On(new SlotEvent.Leaving(), Now).Effects);
    }
}
