using Akka.Actor;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

public sealed class JournalProbeTests : CoordinatorUnderTest
{
    [Fact]
    public void The_journal_is_really_written_also_for_two_who_ask_at_once()
    {
        var coordinator = Coordinator();
        HeldJournal.Hold(Sys, typeof(JournalEvents.Probed));
        try
        {
            coordinator.Tell(new RunProtocol.CheckJournal(), Node.Ref);
            coordinator.Tell(new RunProtocol.CheckJournal(), Node.Ref);
            Node.ExpectNoMsg(AMoment, Stop);
        }
        finally
        {
            HeldJournal.Release(Sys, typeof(JournalEvents.Probed));
        }
        foreach (var _ in new[] { 1, 2 })
            Assert.True(Node.FishForMessage<RunProtocol.JournalCheck>(_ => true, Long, cancellationToken: Stop).ReadMilliseconds >= 0);
    }
}
