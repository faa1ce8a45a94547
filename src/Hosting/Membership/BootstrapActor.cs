using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AxSpa.Hosting.Remoting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.Membership;

/// <summary>Brings this process into its cluster, and answers others that look for theirs. What it does is decided by <see cref="BootstrapState"/>.</summary>
internal sealed class BootstrapActor : ReceiveActor, IWithTimers
{
    /// <summary>Found at <c>/user/bootstrap</c> of each process of a cluster of several.</summary>
    public const string Name = "bootstrap";

    private sealed record Tick : INoSerializationVerificationNeeded;

    private sealed record SpeaksTls(string Seed, bool IsSo) : INoSerializationVerificationNeeded;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<string> _spokeTls = [];
    private readonly string _scheme;
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private readonly long _began;
    private BootstrapState _state;

    public BootstrapActor(ClusterNodeOptions options, BootstrapTimings timings, TimeProvider clock)
    {
        (_scheme, _clock, _say, _began) = (options.Scheme, clock, options.Say, clock.GetTimestamp());
        _state = new BootstrapState(SeedsInSight.NameOf(_cluster.SelfAddress), options.Quorum, options.Keys is null, timings);
        Receive<Tick>(_ => Do(state => state.Ticked(Now)));
        Receive<BootstrapProtocol.AskForCluster>(question => Do(state => state.Asked(question, Now)));
        Receive<BootstrapProtocol.ClusterAnswer>(answer => Do(state => state.Answered(answer, Now)));
        Receive<SpeaksTls>(OnSpeaksTls);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _clock.GetElapsedTime(_began);

    protected override void PreStart()
    {
        if (_state.Quorum.IsMinority)
            _log.Warning("A cluster is begun and works with {Required} of the {Count} listed seeds, fewer than a majority (--seed-quorum): where seeds "
                + "cannot reach each other, "
                + "there can be two clusters at once, and both compute. Whoever started it so sees to it that there is one",
                _state.Quorum.Required, _state.Quorum.Seeds.Length);
        var every = _state.Timings.AskEvery * (_state.Quorum.Lists(_state.Self) ? 1 : 2);
        Timers.StartPeriodicTimer("tick", new Tick(), TimeSpan.Zero, every);
    }

    private void Do(Func<BootstrapState, (BootstrapState, ImmutableArray<BootstrapEffect>)> on)
    {
        (_state, var effects) = on(_state.Moved(StandingNow, SeedsInSight.IsMet(Context.System)));
        foreach (var effect in effects)
            Do(effect);
    }

    private BootstrapProtocol.Standing StandingNow => _cluster switch
    {
        { IsTerminated: true } => BootstrapProtocol.Standing.Leaving,
        { SelfMember.Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } => BootstrapProtocol.Standing.InCluster,
        { SelfMember.Status: MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down } => BootstrapProtocol.Standing.Leaving,
        _ => BootstrapProtocol.Standing.Looking,
    };

    private void Do(BootstrapEffect effect)
    {
        switch (effect)
        {
            case BootstrapEffect.Ask ask:
                Context.ActorSelection($"{AddressOf(ask.Seed)}/user/{Name}").Tell(ask.Question, Self);
                break;
            case BootstrapEffect.Reply reply:
                Sender.Tell(reply.Answer, Self);
                break;
            case BootstrapEffect.Join join:
                _cluster.Join(AddressOf(join.Seed));
                break;
            case BootstrapEffect.Found found:
                _say(found.Voters.Length == 1
                    ? "This seed begins a new cluster."
                    : $"This seed begins a new cluster, with the votes of {string.Join(", ", found.Voters)}: none of them is in one.");
                _cluster.Join(_cluster.SelfAddress);
                break;
            case BootstrapEffect.Warn warn:
                _log.Warning("{Line}", warn.Line);
                break;
            case BootstrapEffect.LookForTls look:
                TlsProbe.SpeaksTls(look.Seed).PipeTo(Self, success: isSo => new SpeaksTls(look.Seed, isSo));
                break;
            case BootstrapEffect.End end:
                _log.Warning("{Line}", end.Line);
                Timers.CancelAll();
                CoordinatedShutdown.Get(Context.System).Run(MemberEnding.Refused);
                break;
        }
    }

    private void OnSpeaksTls(SpeaksTls speaks)
    {
        if (speaks.IsSo && _spokeTls.Add(speaks.Seed))
            _log.Warning("{Seed} speaks TLS, this process plain TCP, so it cannot join there: start it with --tls DIR, the folder with its keys (docs/keys.md)",
                speaks.Seed);
    }

    private Address AddressOf(string seed) => Address.Parse($"{_scheme}://{ClusterNodeOptions.SystemName}@{seed}");
}
