using System.Collections.Immutable;
using System.Globalization;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace AxSpa.Hosting.Membership;

/// <summary>
/// Looks every second, and at every change of the cluster, whether enough seeds are in sight; says so, and ends this process when they are not for too long.
/// </summary>
internal sealed class QuorumActor : ReceiveActor, IWithTimers
{
    private sealed record Look : INoSerializationVerificationNeeded;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private readonly long _began;
    private QuorumWatch _watch;
    private bool _hasBeenUp;

    /// <param name="say">Hears what is well again.</param>
    public QuorumActor(SeedQuorum quorum, TimeSpan patience, TimeProvider clock, Action<string> say)
    {
        (_clock, _say, _began, _watch) = (clock, say, clock.GetTimestamp(), new QuorumWatch(quorum, patience));
        Receive<Look>(_ => OnLook());
        Receive<ClusterEvent.IClusterDomainEvent>(_ => OnLook());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer("look", new Look(), LookEvery);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnLook()
    {
        var status = _cluster.SelfMember.Status;
        // Who leaves in order is done with it all.
        if (_cluster.IsTerminated || status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down)
            return;
        _hasBeenUp |= status == MemberStatus.Up;
        ImmutableArray<string> seen = [.. SeedsInSight.Of(_cluster)];
        var lostBefore = _watch.LostSince;
        (_watch, var change) = _watch.Saw(_hasBeenUp, seen, _clock.GetElapsedTime(_began));
        var trouble = SeedsInSight.TroubleOf(_watch.Quorum, [.. _watch.Quorum.Among(seen)]);
        switch (change)
        {
            case QuorumWatch.Change.Lost:
                _log.Warning("{Trouble}. This process takes no new work; unless they are back it ends in {Seconds:0} s, to be started again",
                    trouble, (_watch.Patience - (Now - _watch.LostSince!.Value)).TotalSeconds);
                break;
            case QuorumWatch.Change.Back:
                _say(string.Create(CultureInfo.InvariantCulture,
                    $"Enough of the listed seeds are up and reached again, after {(Now - lostBefore!.Value).TotalSeconds:0} s: this process takes work."));
                break;
            case QuorumWatch.Change.Over:
                _log.Warning("For {Seconds:0} s {Trouble}: this process ends, so that its supervisor starts it again; it joins when enough seeds are there",
                    _watch.Patience.TotalSeconds, trouble);
                End();
                break;
            case QuorumWatch.Change.None:
                break;
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_began);

    /// <summary>In order, without waiting until a cluster that cannot agree on anything lets this member go.</summary>
    private void End()
    {
        var (shutdown, cluster) = (CoordinatedShutdown.Get(Context.System), _cluster);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave-without-quorum", () =>
        {
            cluster.Down(cluster.SelfAddress);
            return Task.FromResult(Done.Instance);
        });
        shutdown.Run(MemberEnding.QuorumLost);
    }
}
