using System.Text.Json;
using Akka.Actor;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Hosting.Wire;
using AxSpa.Shared.Protocol;
using CsCheck;
using Xunit;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>A run that is made from a snapshot is the run that its events make.</summary>
public sealed class RunSnapshotsTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("snapshots", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public void Dispose() => _system.Dispose();

    /// <summary>By reflection over all there is: a property that a later version adds, and forgets in the snapshot, is missed here.</summary>
    private static string Everything(object value) => JsonSerializer.Serialize(value, Stored);

    /// <summary>What is computed from the rest is not looked at.</summary>
    private static readonly JsonSerializerOptions Stored = new() { IgnoreReadOnlyProperties = true };

    private RunSnapshot ThroughTheWire(RunSnapshot snapshot)
    {
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        return (RunSnapshot)serializer.FromBinary(serializer.ToBinary(snapshot), serializer.Manifest(snapshot));
    }

    private static RunTrace Followed(LivedRun lived, int events)
    {
        var trace = new RunTrace(MadeRun.Id);
        trace.Recall(null, lived.Submitted);
        var run = RunState.From(lived.Submitted);
        foreach (var happened in lived.Events.Take(events))
        {
            trace.Recall(run, happened);
            run = run.Apply(happened);
        }
        return trace;
    }

    [Fact]
    public void A_snapshot_and_what_happened_since_is_the_same_as_everything_that_happened() =>
        Gen.Int[0, 1 << 20].Array[1, 200].Sample(choices =>
        {
            var lived = LivedRun.Through(choices);
            for (var at = lived.Events.Count; at >= 0; at -= 7)
            {
                var (before, since) = (lived.Events.Take(at), lived.Events.Skip(at).ToList());
                var state = RunState.From(lived.Submitted).After(before);
                var snapshot = ThroughTheWire(state.ToSnapshot(Followed(lived, at).Snapshot, ["a warning"]));
                Assert.Equal(Everything(state), Everything(RunSnapshots.From(snapshot)));
                var recalled = RunSnapshots.From(snapshot);
                var trace = new RunTrace(MadeRun.Id);
                trace.Recall(snapshot.Trace);
                foreach (var happened in since)
                {
                    trace.Recall(recalled, happened);
                    recalled = recalled.Apply(happened);
                }
                Assert.Equal(Everything(lived.State), Everything(recalled));
                Assert.Equal(Everything(Followed(lived, lived.Events.Count).Snapshot), Everything(trace.Snapshot));
                Assert.Equal(["a warning"], snapshot.Warnings);
            }
        }, iter: 200);

    /// <summary>The walk above is worth nothing for events that it never meets.</summary>
    [Fact]
    public void The_generated_runs_live_through_every_event_there_is()
    {
        var seen = new HashSet<Type> { typeof(RunEvents.Submitted) };
        var random = new Random(1);
        for (var walk = 0; walk < 400; walk++)
            seen.UnionWith(LivedRun.Through(Enumerable.Range(0, 200).Select(_ => random.Next(1 << 20))).Events.Select(happened => happened.GetType()));
        Assert.Equal(
            typeof(RunEvents).GetNestedTypes()
                .Where(type =>
                    type.IsAssignableTo(typeof(RunEvents.IRunEvent)) && type is { IsClass: true } && type != typeof(RunEvents.JobsRequestedWithFiles))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            seen.Select(type => type.Name).Order(StringComparer.Ordinal));
    }
}
