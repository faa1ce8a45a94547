using System.Collections.Immutable;
using AxSpa.Hosting.Membership;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>
/// Seeds on a network that loses and delays messages, whose links are cut one way or both, and that are killed and started again; all drawn
/// from one number. Of a cluster itself there is as much as matters here: who is a member, and that an island ends.
/// </summary>
internal sealed class SimulatedSeeds
{
    /// <summary>One life of one seed.</summary>
    private sealed class Process(int place, BootstrapState state, QuorumWatch watch)
    {
        public int Place => place;

        public BootstrapState State { get; set; } = state;

        public QuorumWatch Watch { get; set; } = watch;

        /// <summary>Null: in none.</summary>
        public Cluster? In { get; set; }

        /// <summary>Whose cluster it asks to be let in, at every step.</summary>
        public string? Joins { get; set; }

        public bool IsAlive { get; set; } = true;
    }

    private sealed class Cluster;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Random _draw;
    private readonly ImmutableArray<string> _names;
    private readonly SeedQuorum _quorum;
    private readonly Process?[] _running;
    private readonly TimeSpan[] _startsAt;
    private readonly bool[,] _isCut;
    private readonly List<(TimeSpan At, Process From, int To, object Message)> _onTheWay = [];
    private TimeSpan _now;
    private int _tick;

    public SimulatedSeeds(int count, int number)
    {
        _draw = new Random(number);
        _names = [.. Enumerable.Range(1, count).Select(place => $"seed-{place}:4053")];
        _quorum = SeedQuorum.MajorityOf(_names);
        (_running, _isCut) = (new Process?[count], new bool[count, count]);
        _startsAt = [.. _names.Select(_ => TimeSpan.FromSeconds(_draw.NextDouble() * 4))];
    }

    /// <summary>Of messages; links that are cut lose all.</summary>
    public double LostFraction { get; set; }

    /// <summary>Clusters that were begun.</summary>
    public int Begun { get; private set; }

    /// <summary>The most clusters that had a quorum at the same moment.</summary>
    public int MostWithQuorum { get; private set; }

    /// <summary>All seeds run, and are in one cluster.</summary>
    public bool IsOne => _running.All(process => process?.In is not null) && _running.Select(process => process!.In).Distinct().Count() == 1;

    /// <summary>Something bad happens: a kill, or a link that is cut or mended.</summary>
    public void Disturb()
    {
        var (one, other) = (_draw.Next(_names.Length), _draw.Next(_names.Length));
        switch (_draw.Next(5))
        {
            case 0:
                Kill(one, TimeSpan.FromSeconds(_draw.NextDouble() * 10));
                break;
            case 1:
                _isCut[one, other] = one != other; // one way
                break;
            case 2:
                for (var place = 0; place < _names.Length; place++)
                    _isCut[one, place] = _isCut[place, one] = place != one;
                break;
            case 3:
                _isCut[one, other] = _isCut[other, one] = false;
                break;
            case 4:
                Array.Clear(_isCut);
                break;
        }
    }

    public void Mend()
    {
        Array.Clear(_isCut);
        LostFraction = 0;
    }

    public void Kill(int place, TimeSpan until)
    {
        if (_running[place] is { } process)
            process.IsAlive = false;
        (_running[place], _startsAt[place]) = (null, _now + until);
    }

    public void Cut(int place)
    {
        for (var other = 0; other < _names.Length; other++)
            _isCut[place, other] = _isCut[other, place] = other != place;
    }

    public void Pass(TimeSpan time)
    {
        for (var until = _now + time; _now < until; _now += Step, _tick++)
        {
            foreach (var place in Enumerable.Range(0, _names.Length).Where(place => _running[place] is null && _startsAt[place] <= _now))
                _running[place] = new Process(
                    place, new BootstrapState(_names[place], _quorum, true, BootstrapTimings.Usual), new QuorumWatch(_quorum, TimeSpan.FromSeconds(30)));
            foreach (var (_, from, to, message) in Arriving())
                Arrive(from, _running[to], message);
            foreach (var process in _running.OfType<Process>().ToList())
                Live(process);
            MostWithQuorum = Math.Max(MostWithQuorum, _running.OfType<Process>().Select(process => process.In).OfType<Cluster>().Distinct().Count(HasQuorum));
        }
    }

    private List<(TimeSpan, Process, int, object)> Arriving()
    {
        var arriving = _onTheWay.Where(message => message.At <= _now).ToList();
        _onTheWay.RemoveAll(message => message.At <= _now);
        return [.. arriving.Where(message => message.From.IsAlive || message.Message is AskForCluster)];
    }

    private void Arrive(Process from, Process? to, object message)
    {
        if (to is null || _isCut[from.Place, to.Place])
            return;
        Do(to, from, message is AskForCluster question ? to.State.Asked(question, _now) : to.State.Answered((ClusterAnswer)message, _now));
    }

    private void Live(Process process)
    {
        if (process.Joins is { } target && process.In is null)
            LetIn(process, target);
        if ((_tick + process.Place) % 5 == 0)
            Do(process, null, process.State.Ticked(_now));
        process.State = process.State.Moved(process.In is null ? Standing.Looking : Standing.InCluster, process.In is { } cluster && HasQuorum(cluster));
        (process.Watch, var change) = process.Watch.Saw(process.In is not null, [.. Seen(process)], _now);
        if (change == QuorumWatch.Change.Over)
            Kill(process.Place, TimeSpan.FromSeconds(1 + _draw.NextDouble() * 5));
    }

    /// <summary>A join and its welcome go over both directions of a link.</summary>
    private void LetIn(Process process, string target)
    {
        var at = _names.IndexOf(target);
        if (at == process.Place)
            (process.In, Begun) = (new Cluster(), Begun + 1);
        else if (_running[at]?.In is { } cluster && !_isCut[at, process.Place] && !_isCut[process.Place, at])
            process.In = cluster;
    }

    private IEnumerable<string> Seen(Process process) => _running.OfType<Process>()
        .Where(other => other.In is not null && other.In == process.In && !_isCut[process.Place, other.Place] && !_isCut[other.Place, process.Place])
        .Select(other => _names[other.Place]);

    private bool HasQuorum(Cluster cluster) => _running.OfType<Process>().Any(process => process.In == cluster && _quorum.IsMet(Seen(process)));

    private void Do(Process process, Process? asker, (BootstrapState Next, ImmutableArray<BootstrapEffect> Effects) decided)
    {
        process.State = decided.Next;
        foreach (var effect in decided.Effects)
        {
            switch (effect)
            {
                case BootstrapEffect.Ask ask:
                    Send(process, _names.IndexOf(ask.Seed), ask.Question);
                    break;
                case BootstrapEffect.Reply reply:
                    Send(process, asker!.Place, reply.Answer);
                    break;
                case BootstrapEffect.Join join:
                    process.Joins = join.Seed;
                    break;
                case BootstrapEffect.Found:
                    process.Joins = _names[process.Place];
                    break;
                case BootstrapEffect.End end:
                    throw new InvalidOperationException(end.Line);
                case BootstrapEffect.Warn or BootstrapEffect.LookForTls:
                    break;
            }
        }
    }

    private void Send(Process from, int to, object message)
    {
        if (_draw.NextDouble() >= LostFraction)
            _onTheWay.Add((_now + TimeSpan.FromMilliseconds(_draw.Next(1, 300)), from, to, message));
    }
}
