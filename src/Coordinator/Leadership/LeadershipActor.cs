using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Hosting.Membership;
using AxSpa.Pipeline;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Leadership;

/// <summary>
/// The cluster singleton: the coordinator that the cluster has chosen, which works only while <see cref="LeadershipState"/> says that it
/// may. What comes in goes on to the work below it; while there is none, whoever asks is told what it waits for.
/// </summary>
internal sealed class LeadershipActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Who asks is not told at once that he must wait: most waits are over sooner. Shorter than anybody's patience.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(4);

    /// <summary>A large journal is read in some seconds.</summary>
    private static readonly TimeSpan KeptWhileRead = TimeSpan.FromSeconds(9);

    private const int MostKept = 1000;

    /// <summary>A successor waits for the end of the lease when the journal does not hear of it within this time.</summary>
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(2);

    private sealed record Tick : INoSerializationVerificationNeeded;

    private sealed record Happened(LeadershipEvent Event) : INoSerializationVerificationNeeded;

    private sealed record Kept(object Message, IActorRef Asker, TimeSpan Since);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CoordinatorOptions _options;
    private readonly IJournalLease _lease;
    private readonly Props _coordinator;
    private readonly TimeProvider _clock;
    private readonly long _born;
    private readonly string _self;
    private readonly CancellationTokenSource _ending = new();
    private readonly Queue<Kept> _kept = new();
    private LeadershipState _state;
    private IActorRef? _work;
    private bool _isRead;
    private Task<LeaseAnswer>? _question;
    private TimeSpan? _waitingSince = TimeSpan.Zero;
    private string? _saidWaiting;

    /// <param name="lease">Of the options' journal.</param>
    /// <param name="coordinator">The work itself.</param>
    public LeadershipActor(CoordinatorOptions options, IJournalLease lease, Props coordinator, TimeProvider clock)
    {
        (_options, _lease, _coordinator, _clock, _born) = (options, lease, coordinator, clock, clock.GetTimestamp());
        _state = new LeadershipState(SeedsInSight.QuorumOf(Context.System), lease.Term);
        _self = SeedsInSight.NameOf(Cluster.Get(Context.System).SelfAddress);

        Receive<Tick>(_ => OnTick());
        Receive<Happened>(happened => On(happened.Event));
        Receive<JournalUnreadable>(OnUnreadable);
        Receive<IndexRead>(_ => OnRead());
        Receive<Terminated>(_ =>
        {
            _work = null;
            On(new LeadershipEvent.Ended());
        });
        Receive<LeadershipProtocol.AskLeadership>(_ => Sender.Tell(_state is { IsWorking: true, Tenure: { } tenure }
            ? new LeadershipProtocol.Leadership(_self, tenure.Since, tenure.Generation, null)
            : new LeadershipProtocol.Leadership(_self, null, null, WaitingFor)));
        Receive<IWireMessage>(OnMessage);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _clock.GetElapsedTime(_born);

    private string WaitingFor => LeadershipText.WaitingFor(_state, _options.Journal.Name);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(JournalUnreadable));
        Context.System.EventStream.Subscribe(Self, typeof(IndexRead));
        Timers.StartPeriodicTimer("look", new Tick(), LookEvery);
        Self.Tell(new Tick());
    }

    /// <summary>By now all actors below have ended. A standby need not wait for the end of the lease.</summary>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        try
        {
            if (!OwnThread.Run("release-lease", Release).Wait(ReleaseWithin))
                _log.Warning("The journal was not told in time that this coordinator has ended: a standby waits for the end of its lease");
        }
        catch (AggregateException unheard)
        {
            _log.Warning(
                "The journal could not be told that this coordinator has ended ({Reason}): a standby waits for the end of its lease",
                unheard.GetBaseException().Message);
        }
        _ending.Cancel();
    }

    private async Task<bool> Release()
    {
        var generation = _state.Tenure?.Generation;
        // What was asked for a moment ago may be granted still.
        if (_question is { } question && await question.WaitAsync(ReleaseWithin) is LeaseAnswer.Held held)
            generation = held.Tenure.Generation;
        if (generation is { } mine)
            await _lease.Release(mine, CancellationToken.None);
        return generation is not null;
    }

    private void OnTick()
    {
        On(new LeadershipEvent.Looked([.. SeedsInSight.Of(Cluster.Get(Context.System))]));
        var now = Now;
        while (_kept.TryPeek(out var oldest) && now - oldest.Since >= (_state.IsWorking ? KeptWhileRead : KeptFor))
            Refuse(_kept.Dequeue());
        if (!_state.IsWorking && now - _waitingSince >= KeptFor && WaitingFor is var waiting && Gist(waiting) != _saidWaiting)
        {
            _saidWaiting = Gist(waiting);
            _log.Warning("{Waiting}", LeadershipText.Refusal(_self, waiting));
        }
    }

    private void On(LeadershipEvent happened)
    {
        (_state, var effects) = _state.On(happened, Now);
        foreach (var effect in effects)
            CarryOut(effect);
        _waitingSince = _state.IsWorking ? null : _waitingSince ?? Now;
    }

    private void CarryOut(LeadershipEffect effect)
    {
        switch (effect)
        {
            case LeadershipEffect.CompareBinding compare:
                CompareBinding(compare.IsWorking);
                break;
            case LeadershipEffect.Acquire:
                Ask(stop => _lease.Acquire(_self, stop));
                break;
            case LeadershipEffect.Renew renew:
                Ask(stop => _lease.Renew(renew.Generation, stop));
                break;
            case LeadershipEffect.Release release:
                Give(release.Generation);
                break;
            case LeadershipEffect.Begin begin:
                Begin(begin);
                break;
            case LeadershipEffect.StandDown down:
                _log.Warning("{StandsDown}", LeadershipText.StandsDown(_self, down.Why));
                Context.Stop(_work!);
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is no effect of leadership.");
        }
    }

    private void Begin(LeadershipEffect.Begin begin)
    {
        _saidWaiting = null;
        _options.Say(LeadershipText.Begins(_self, _options.Journal.Name, begin.Tenure, begin.Before));
        (_work, _isRead) = (Context.Watch(Context.ActorOf(_coordinator, "work")), false);
    }

    /// <summary>What is handed on sooner would be lost with an index that cannot be read.</summary>
    private void OnRead()
    {
        if (!_state.IsWorking || _work is not { } work)
            return;
        _isRead = true;
        while (_kept.TryDequeue(out var kept))
            work.Tell(kept.Message, kept.Asker);
    }

    /// <summary>Unheard, it ends by itself.</summary>
    private void Give(long generation)
    {
        var stop = _ending.Token;
        OwnThread.RunUnheard("release-lease", () => _lease.Release(generation, stop));
    }

    /// <summary>What the lease lasts is counted from before the question is sent.</summary>
    private void Ask(Func<CancellationToken, Task<LeaseAnswer>> question)
    {
        var sentAt = Now;
        var stop = _ending.Token;
        _question = OwnThread.Run("lease", () => question(stop));
        _question.PipeTo(
            Self,
            success: answer => new Happened(new LeadershipEvent.Answered(answer, sentAt)),
            failure: silent => new Happened(new LeadershipEvent.Unanswered(silent.GetBaseException().Message)));
    }

    private void CompareBinding(bool isWorking)
    {
        var (options, stop) = (_options, _ending.Token);
        OwnThread.Run("compare-journal", () => Compared(() => isWorking
            ? WorkspaceBinding.Compare(options.Journal, options.Workspace, stop)
            : WorkspaceBinding.Bind(options.Journal, options.Workspace, adopt: false, stop, options.AdoptedJournal)))
                .PipeTo(Self, success: compared => new Happened(compared));
    }

    private static async Task<LeadershipEvent> Compared(Func<Task> compare)
    {
        try
        {
            await compare();
            return new LeadershipEvent.Bound();
        }
        catch (RefusedInputException refused)
        {
            return new LeadershipEvent.NotBound(refused.Message);
        }
        catch (Exception unknown)
        {
            return new LeadershipEvent.BindingUnknown(unknown.Message);
        }
    }

    private void OnMessage(IWireMessage message)
    {
        // Nodes tell again what they are not answered: they must not take the place of people.
        var hasPlace = _kept.Count < (IsOfNode(message) ? MostKept / 2 : MostKept);
        if (_state.IsWorking && _isRead)
            _work!.Forward(message);
        else if (hasPlace && (_state.IsWorking || Now - _waitingSince < KeptFor))
            _kept.Enqueue(new Kept(message, Sender, Now));
        else
            Refuse(new Kept(message, Sender, Now));
    }

    private static bool IsOfNode(object message) => message.GetType().DeclaringType == typeof(NodeProtocol);

    private void Refuse(Kept kept)
    {
        if (!IsOfNode(kept.Message))
            kept.Asker.Tell(new RunProtocol.Refused(LeadershipText.Refusal(_self, WaitingFor), _state.WaitsForPeople ? null : true));
    }

    private void OnUnreadable(JournalUnreadable unreadable)
    {
        if (JournalDamage.Of(_options.Journal.Name, unreadable.PersistenceId, unreadable.Failure) is not { } damage)
            return;
        if (unreadable.PersistenceId == CoordinatorActor.IndexId)
            On(new LeadershipEvent.Damaged(damage));
        else
            _log.Error("{Damage}", damage);
    }

    /// <summary>Times change with every renewal of another's lease; that is told once.</summary>
    private static string Gist(string waiting) => string.Concat(waiting.Where(sign => !char.IsAsciiDigit(sign)));
}
