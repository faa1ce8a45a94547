using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run tells placement of itself, why it waits, and what it makes of a slot that it is offered.</summary>
internal sealed partial class RunActor
{
    private void TellPlacement()
    {
        if (!IsOpen)
            return;
        _placement.Tell(_state!.Wants(Trouble ?? _outbox.Waiting, _attempts.Quiet(Now), _attempts.IsAccepted, Now));
        Context.Parent.Tell(Standing);
    }

    private RunMessages.StandingChanged Standing => new(RunProgress.Summary(_state!), [.. _state!.OpenGrants.Select(grant => grant.Node)]);

    /// <summary>The disk does not answer, and this run waits for it.</summary>
    private DiskStall? Stall => _outbox.IsWriting || _inputs.IsLooking ? _disk.Stall : null;

    /// <summary>Why the whole run waits, where that is for the disk's sake.</summary>
    private string? Trouble => Stall?.ToString() ?? _outbox.Trouble ?? (_inputs.IsOpen ? null : _inputs.WaitingFor);

    private RunWaits Waits() => new(
        Trouble, [.. _state!.Blocked(Trouble, _attempts.Quiet(Now), Now).Select(kept => new WaitView(kept.Jobs, kept.Reason)), .. _why.Waits], _why.Position,
        _why.ComparedSince, Now)
    {
        IsStalled = Stall is not null,
    };

    /// <summary>What is taken of one round is written at once: a run that begins on twenty slots waits for its journal once.</summary>
    private void OnOffers(PlacementActor.Offers offers)
    {
        var events = ImmutableArray.CreateBuilder<RunEvents.IRunEvent>();
        foreach (var offer in offers.All)
        {
            var granted = IsOpen && _inputs.IsOpen && _outbox.IsFlushed && !_attempts.IsAccepted(offer.Job)
                ? _state!.OnOffer(offer.Job, offer.Slot.Node, offer.Slot.Index, offer.Slot.Device, Now, _attempts.Accepted)
                : [];
            if (granted.IsEmpty)
                Sender.Tell(new PlacementActor.Declined(offer.Slot));
            else
                _attempts.Accept(offer);
            events.AddRange(granted);
        }
        if (events.Count > 0)
            PersistAndApply(events.ToImmutable());
    }
}
