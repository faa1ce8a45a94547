using Xunit;

namespace AxSpa.GpuNode.Tests.Slots;

/// <summary>Every state of a slot with everything that can happen to it. What a state does not list does nothing there.</summary>
public sealed partial class SlotTableTests
{
    [Fact]
    public void A_slot_does_in_every_state_what_the_table_says_and_nothing_else()
    {
        var table = string.Join('\n', MadeSlot.States.Select(state => $"{state.Key}: {MadeSlot.Words(state.Value)}\n{Rows(state.Value)}"));
        Assert.Equal(Table, table.TrimEnd(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Nothing_that_can_happen_is_missing_in_the_table()
    {
        var kinds = typeof(SlotEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SlotEvent))).ToHashSet();
        Assert.Equal(kinds, MadeSlot.Events(1).Select(row => row.Event.GetType()).ToHashSet());
    }

    private static string Rows(SlotState state) => string.Concat(
        from row in MadeSlot.Events(state.Life)
        let after = state.On(row.Event, row.At)
        let effects = after.Effects.Select(MadeSlot.Words).ToList()
        let next = MadeSlot.Words(after.Next)
        where effects.Count > 0 || next != MadeSlot.Words(state)
        group row.Name by string.Join(" | ", effects.Append($"now {next}")) into same
        select $"  {string.Join(", ", same)}\n    {same.Key}\n");
}
