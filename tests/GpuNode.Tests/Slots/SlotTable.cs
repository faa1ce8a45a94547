namespace AxSpa.GpuNode.Tests.Slots;

public sealed partial class SlotTableTests
{
    /// <summary>
    /// A state; below it what happens, the effects in their order, and what the slot is then. <c>before</c>: of the trainer before. <c>keep</c>: cancelled,
    /// with what it finished on disk. Long reasons are cut.
    /// </summary>
    private const string Table = """
        fitting: running 1
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now running 1
          cancel 1
            no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'The attempt was …' | tell starting | begin trainer | now starting
          keep 1
            no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'paused' | tell starting | begin trainer | now starting
          leave
            no timers | no grace | note Lost | end trainer | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'
          ready, cancelled, lost
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it said a line t…' | tell starting | begin trainer | now starting
          progress
            note Progress | tell 1 said: Progress | now running 1
          warning
            note Warning | tell 1 said: Warning | now running 1
          completed
            no grace | note Completed | tell 1 ended: Completed | tell free | now free
          failed
            no grace | note Diverged | tell 1 ended: Diverged 'x' | tell free | now free
          not visible
            no grace | note NotVisible | tell 1 ended: NotVisible | tell free | now free
          printed
            note printed x | now running 1
          broke
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'nonsense' | tell starting | begin trainer | now starting
          exited 2
            end trainer | warn 2 | no grace | note Crashed | tell 1 ended: Crashed 'it ended with co…' | tell starting | begin trainer | now starting
          exited 137
            end trainer | warn 137 | no grace | note Crashed | tell 1 ended: Crashed 'it ended with co…' | tell starting | begin trainer | now starting
          out of memory
            end trainer | warn 137 | no grace | note OutOfMemory | tell 1 ended: OutOfMemory 'The kernel ended…' | tell starting | begin trainer | now starting
          looked too late
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it gave no sign …' | tell starting | begin trainer | now starting

        free: free
          grant 1
            tell running | begin log 1 | send 1 | now running 1
          grant 2
            tell running | begin log 2 | send 2 | now running 2
          leave
            no timers | end trainer | tell broken | now broken 'the node is bein…'
          ready, completed, failed, cancelled, lost, not visible
            warn | end trainer | tell broken | again after 1 s | now broken 'it said a line t…'
          printed
            note printed x | now free
          broke
            warn | end trainer | tell broken | again after 1 s | now broken 'nonsense'
          exited 2, exited 137, out of memory
            end trainer | tell broken | again after 1 s | now broken 'it ended with co…'
          looked too late
            warn | kill trainer | now free 'it gave no sign …'

        leaving: running 1 parting
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now running 1 parting
          cancel 1
            no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'The attempt was …' | tell broken | now broken 'the node is bein…'
          leave
            no timers | grace of 1 | now running 1 parting
          ready, lost, broke
            warn | no grace | note Lost | end trainer | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'
          progress
            note Progress | tell 1 said: Progress | now running 1 parting
          warning
            note Warning | tell 1 said: Warning | now running 1 parting
          completed
            no grace | note Completed | end trainer | tell 1 ended: Completed | tell broken | now broken 'the node is bein…'
          failed, cancelled, not visible
            no grace | note Lost | end trainer | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'
          printed
            note printed x | now running 1 parting
          exited 2
            end trainer | warn 2 | no grace | note Lost | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'
          exited 137, out of memory
            end trainer | warn 137 | no grace | note Lost | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'
          looked too late
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it gave no sign …' | tell broken | now broken 'the node is bein…'
          grace of 1 over
            warn of overtime | no grace | note Lost | end trainer | tell 1 ended: Lost 'Its node was end…' | tell broken | now broken 'the node is bein…'

        left: broken 'the node is bein…'
          grant 1
            tell 1 ended: Lost 'Slot 0 was not f…' | now broken 'the node is bein…'
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now broken 'the node is bein…'
          leave
            no timers | tell broken | now broken 'the node is bein…'

        new: starting
          due
            begin trainer | now starting
          grant 1
            tell 1 ended: Lost 'Slot 0 was not f…' | now starting
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now starting
          leave
            no timers | tell broken | now broken 'the node is bein…'

        parting: running 1 parting
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now running 1 parting
          cancel 1
            no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'The attempt was …' | tell starting | begin trainer | now starting
          leave
            no timers | grace of 1 | now running 1 parting
          ready, lost, broke
            warn | no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'drained' | tell starting | begin trainer | now starting
          progress
            note Progress | tell 1 said: Progress | now running 1 parting
          warning
            note Warning | tell 1 said: Warning | now running 1 parting
          completed
            no grace | note Completed | tell 1 ended: Completed | tell free | now free
          failed, cancelled, not visible
            no grace | note Cancelled | tell 1 ended: Cancelled 'drained' | tell free | now free
          printed
            note printed x | now running 1 parting
          exited 2
            end trainer | warn 2 | no grace | note Cancelled | tell 1 ended: Cancelled 'drained' | tell starting | begin trainer | now starting
          exited 137, out of memory
            end trainer | warn 137 | no grace | note Cancelled | tell 1 ended: Cancelled 'drained' | tell starting | begin trainer | now starting
          looked too late
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it gave no sign …' | tell starting | begin trainer | now starting
          grace of 1 over
            warn of overtime | no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'drained' | tell starting | begin trainer | now starting

        pausing: broken 'it ended with co…'
          due
            begin trainer | now broken 'it ended with co…'
          grant 1
            tell 1 ended: Lost 'Slot 0 was not f…' | now broken 'it ended with co…'
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now broken 'it ended with co…'
          leave
            no timers | tell broken | now broken 'the node is bein…'

        starting: starting
          grant 1
            tell 1 ended: Lost 'Slot 0 was not f…' | now starting
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now starting
          leave
            no timers | end trainer | tell broken | now broken 'the node is bein…'
          ready
            tell loaded | tell free | now free
          completed, not visible
            warn | end trainer | tell broken | again after 1 s | now broken 'it said a line t…'
          failed, cancelled, lost
            now starting 'x'
          printed
            note printed x | now starting
          broke
            warn | end trainer | tell broken | again after 1 s | now broken 'nonsense'
          exited 2, exited 137, out of memory
            end trainer | tell broken | again after 1 s | now broken 'it ended with co…'
          looked too late
            warn | kill trainer | now starting 'it gave no sign …'

        working: running 1
          grant 2
            tell 2 ended: Lost 'Slot 0 was not f…' | now running 1
          cancel 1
            no grace | note Cancelled | end trainer | tell 1 ended: Cancelled 'The attempt was …' | tell starting | begin trainer | now starting
          keep 1
            ask to stop | grace of 1 | now running 1 parting
          leave
            no timers | ask to stop | grace of 1 | now running 1 parting
          ready, cancelled, lost
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it said a line t…' | tell starting | begin trainer | now starting
          progress
            note Progress | tell 1 said: Progress | now running 1
          warning
            note Warning | tell 1 said: Warning | now running 1
          completed
            no grace | note Completed | tell 1 ended: Completed | tell free | now free
          failed
            no grace | note Diverged | tell 1 ended: Diverged 'x' | tell free | now free
          not visible
            no grace | note NotVisible | tell 1 ended: NotVisible | tell free | now free
          printed
            note printed x | now running 1
          broke
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'nonsense' | tell starting | begin trainer | now starting
          exited 2
            end trainer | warn 2 | no grace | note Crashed | tell 1 ended: Crashed 'it ended with co…' | tell starting | begin trainer | now starting
          exited 137
            end trainer | warn 137 | no grace | note Crashed | tell 1 ended: Crashed 'it ended with co…' | tell starting | begin trainer | now starting
          out of memory
            end trainer | warn 137 | no grace | note OutOfMemory | tell 1 ended: OutOfMemory 'The kernel ended…' | tell starting | begin trainer | now starting
          looked too late
            warn | no grace | note Crashed | end trainer | tell 1 ended: Crashed 'it gave no sign …' | tell starting | begin trainer | now starting
        """;
}
