using System.Diagnostics;
using System.Globalization;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Chaos;

/// <summary>A cluster whose folds train without end, hit once at a time and timed until it has recovered.</summary>
internal sealed class Recovery : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly RandomStream _random = RandomStream.From(1, "figures", 0);
    private readonly JournalUnderTest _journal;
    private readonly ClusterUnderTest _cluster;
    private readonly CancellationToken _cancelled;
    private readonly RunOnDisk _run;

    private Recovery(JournalUnderTest journal, ClusterUnderTest cluster, RunOnDisk run, CancellationToken cancelled) =>
        (_journal, _cluster, _run, _cancelled) = (journal, cluster, run, cancelled);

    public static Recovery Begin(string folder, CancellationToken cancelled)
    {
        var specification = Specification.Endless.Write(folder);
        var workspace = Directory.CreateDirectory(Path.Combine(folder, "workspace")).FullName;
        var journal = JournalUnderTest.Make(folder, "127.0.0.1");
        ClusterUnderTest? cluster = null;
        try
        {
            cluster = ClusterUnderTest.Start(folder, workspace, "figures", journal, null, cancelled);
            var (code, _, errors) = cluster.Pbm.Ask("run", "submit", specification, "--until", "mri");
            if (code != 0)
                throw new InvalidOperationException($"The run was not accepted: {errors}");
            cluster.Until(() => RunOnDisk.In(workspace)?.Grants().Count >= 3, Patience, "both folds were begun", cancelled);
            return new Recovery(journal, cluster, RunOnDisk.In(workspace)!, cancelled);
        }
        catch
        {
            cluster?.Dispose();
            journal.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _journal.Dispose();
    }

    public Recovered KillTrainer()
    {
        AtSomeMoment();
        var before = Attempts();
        var trainers = _cluster.Nodes.SelectMany(node => ProcessTable.Children(node.Id, "AxSpa.Trainer")).ToList();
        // Six slots, two folds: a trainer that computes is one that uses its core.
        var busiest = trainers.MaxBy(ProcessTable.ProcessorTime);
        var struck = Now;
        Signals.Send("KILL", busiest);
        _cluster.Until(() => Attempts().Any(fold => fold.Value > before[fold.Key]), Patience, "the fold was granted again", _cancelled);
        var hit = Attempts().Single(fold => fold.Value > before[fold.Key]).Key;
        return TrainingAgain([hit], before, struck);
    }

    public Recovered KillNode()
    {
        AtSomeMoment();
        var before = Attempts();
        var grant = _run.Grants()[^1];
        var port = grant.Node[(grant.Node.LastIndexOf(':') + 1)..];
        var node = _cluster.Nodes.Single(node => node.Line.Contains(port.Split('#')[0]));
        var folds = _run.Grants()
            .Where(other => other.Node == grant.Node && before.GetValueOrDefault(other.Job) == other.Attempt)
            .Select(other => other.Job)
            .Distinct()
            .ToList();
        node.IsWanted = false; // a node that comes back at once is known by its address and gives its folds up sooner: not what is measured
        var struck = Now;
        node.Signal("KILL");
        var recovered = TrainingAgain(folds, before, struck);
        node.Start();
        EverybodyIsUp();
        return recovered;
    }

    public Recovered EndCoordinator() => Replaced("TERM", standby: true);

    public Recovered KillCoordinator() => Replaced("KILL", standby: true);

    public Recovered RestartCoordinator() => Replaced("KILL", standby: false);

    /// <summary>Until the next coordinator has read the run and answers what people ask.</summary>
    private Recovered Replaced(string signal, bool standby)
    {
        _cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(3 * _random.NextDouble()));
        var (active, other) = (_cluster.ActiveCoordinator!, _cluster.Coordinators.Single(coordinator => coordinator != _cluster.ActiveCoordinator));
        if (!standby)
        {
            other.IsWanted = false;
            other.Signal("TERM");
            other.WaitForExit(Patience);
            _cluster.Until(() => _cluster.Pbm.Ask("cluster", "show").Out.Contains("Count: 7 nodes", StringComparison.Ordinal), Patience, "the standby has left",
                _cancelled);
        }
        else if (signal == "KILL")
        {
            active.IsWanted = false;
        }
        var (before, generation, struck) = (Attempts(), _run.Generation(), Now);
        active.Signal(signal);
        _cluster.Until(() => _run.Generation() > generation, Patience, "the next coordinator has read the run", _cancelled);
        _cluster.Until(() => _cluster.Pbm.Ask("run", "describe", "last") is { Code: 0, Out: var view } && view.Contains("running", StringComparison.Ordinal),
            Patience, "it answered", _cancelled);
        var seconds = Now - struck;
        foreach (var member in new[] { active, other }.Where(member => !member.IsWanted))
        {
            member.WaitForExit(Patience);
            member.Start();
        }
        EverybodyIsUp();
        // A lease that was lost with the old one would be found out within its term.
        var begun = Attempts().Sum(fold => fold.Value - before[fold.Key]);
        return new Recovered(seconds, begun, null);
    }

    private Recovered TrainingAgain(IReadOnlyList<string> folds, Dictionary<string, int> before, double struck)
    {
        _cluster.Until(() => folds.All(fold => Trained(fold, before[fold] + 1) is not null), Patience, "every fold that was hit trains again", _cancelled);
        return new Recovered(
            folds.Max(fold => Trained(fold, before[fold] + 1)!.Value) - struck, Attempts().Sum(fold => fold.Value - before[fold.Key]),
            folds.Max(fold => Judge.Lost(Curve(fold, before[fold])!, Curve(fold, before[fold] + 1)!).Seconds));
    }

    /// <summary>When the attempt ended the first epoch that it had not taken over; null: not yet.</summary>
    private double? Trained(string fold, int attempt) => Curve(fold, attempt) is { } curve && curve.Epochs.Any(epoch => epoch.Epoch > curve.TakenOver)
        ? curve.Epochs.First(epoch => epoch.Epoch > curve.TakenOver).At : null;

    private TrainingCurve? Curve(string fold, int attempt)
    {
        var folder = Path.Combine(_run.Folder, "folds", fold, string.Create(CultureInfo.InvariantCulture, $"attempt-{attempt}"));
        return Directory.Exists(folder) ? TrainingCurve.In(folder) : null;
    }

    /// <summary>Once every fold has trained for longer than a checkpoint takes to come, at any moment between two of them.</summary>
    private void AtSomeMoment()
    {
        _cluster.Until(() => Attempts().All(fold => Curve(fold.Key, fold.Value) is { } curve && Now - curve.Began > 11), Patience,
            "every fold had a checkpoint", _cancelled);
        _cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(10 * _random.NextDouble()));
        _cancelled.ThrowIfCancellationRequested();
    }

    private void EverybodyIsUp() => _cluster.Until(() => MembersUp() == _cluster.All.Count(), Patience, "every member is up again", _cancelled);

    private int MembersUp() => System.Text.RegularExpressions.Regex.Count(_cluster.Pbm.Ask("cluster", "show").Out, @"\bup\b");

    /// <summary>Each fold's newest attempt.</summary>
    private Dictionary<string, int> Attempts() =>
        _run.Grants()
            .Where(grant => StageOfJob.Of(grant.Job) == Stage.Folds)
            .GroupBy(grant => grant.Job)
            .ToDictionary(fold => fold.Key, fold => fold.Max(grant => grant.Attempt));

    private static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
