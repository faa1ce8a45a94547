using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

/// <summary>A job as a simulation knows it: how long it takes, and what it needs.</summary>
internal sealed record SimulatedJob(int Minutes, DeviceKind Device = DeviceKind.Any);

internal sealed record SimulatedRun(string Name, int Minute, ImmutableArray<SimulatedJob> Jobs, int Priority = 0, int? MaxSlots = null);

/// <summary>A job that was given a slot.</summary>
/// <param name="Minute">When, from the beginning of the simulation.</param>
internal sealed record SimulatedGrant(double Minute, string Run, int Job, string Device);

/// <summary>
/// Days of a cluster in milliseconds: runs come, jobs get slots from the real matching and hold them for their time. Only time and
/// work are made up. After each round of placing it looks at what must hold in every moment.
/// </summary>
internal sealed class SimulatedCluster(ImmutableArray<string> devices, IReadOnlyCollection<SimulatedRun> runs)
{
    private sealed class Lane(SimulatedRun run)
    {
        public SimulatedRun Run { get; } = run;
        public List<int> Waiting { get; } = [.. Enumerable.Range(0, run.Jobs.Length)];
        public Dictionary<int, (int Slot, DateTimeOffset From, DateTimeOffset Until)> Running { get; } = [];
        public SlotUse Used { get; set; } = SlotUse.None;

        public RunStanding Standing =>
            MadeQueue.Standing(Run.Name, Run.Priority, Run.MaxSlots, minute: Run.Minute, use: Used with { Held = [.. Running.Values.Select(job => job.From)] });
    }

    private readonly List<Lane> _lanes = [.. runs.Select(run => new Lane(run))];
    private readonly List<SimulatedGrant> _grants = [];
    private DateTimeOffset _now = Now;

    /// <summary>Until every job has ended, or until this minute.</summary>
    public IReadOnlyList<SimulatedGrant> Run(double untilMinute = double.PositiveInfinity)
    {
        while (true)
        {
            Place();
            var next = _lanes.SelectMany(lane => lane.Running.Values.Select(job => job.Until))
                .Concat(runs.Select(run => Now.AddMinutes(run.Minute)).Where(at => at > _now))
                .Cast<DateTimeOffset?>().Min();
            if (next is null || (next.Value - Now).TotalMinutes > untilMinute)
                return _grants;
            _now = next.Value;
            foreach (var lane in _lanes)
                foreach (var (job, ended) in lane.Running.Where(job => job.Value.Until <= _now).ToList())
                {
                    lane.Running.Remove(job);
                    lane.Used = lane.Used.After([new SlotSpan(ended.From, ended.Until)]);
                }
        }
    }

    public bool EverythingIsDone => _lanes.TrueForAll(lane => lane.Waiting.Count == 0 && lane.Running.Count == 0);

    private IEnumerable<Lane> Here => _lanes.Where(lane => Now.AddMinutes(lane.Run.Minute) <= _now);

    private void Place()
    {
        var before = State();
        foreach (var (job, slot) in GpuPlacement.Match(before, _now))
        {
            var lane = _lanes.Single(lane => lane.Run.Name == job.Run.Value);
            var index = int.Parse(job.Job.Value, System.Globalization.CultureInfo.InvariantCulture);
            Holds(lane, slot, before);
            Assert.True(lane.Waiting.Remove(index));
            lane.Running.Add(index, (slot.Index, _now, _now.AddMinutes(lane.Run.Jobs[index].Minutes)));
            _grants.Add(new SimulatedGrant((_now - Now).TotalMinutes, lane.Run.Name, index, slot.Device));
        }
        NoSlotIsIdle();
    }

    /// <summary>Looked at before the grant takes effect: this run may have this slot now.</summary>
    private void Holds(Lane lane, FreeSlot slot, PlacementState before)
    {
        Assert.True(lane.Running.Count < (lane.Run.MaxSlots ?? int.MaxValue), "a run got more slots than it may use");
        foreach (var other in Here.Where(other => other != lane && CanUse(other, slot.Device)))
        {
            Assert.True(other.Run.Priority <= lane.Run.Priority, $"{lane.Run.Name} was served before {other.Run.Name}, which has a higher priority");
            if (other.Run.Priority < lane.Run.Priority || other.Running.Count > 0)
                continue;
            // Of one priority, whoever got nothing since the youngest came, or for a day, is passed by nobody who did, holds a slot, or came later.
            var (waits, served, since) = (
                other.Standing, lane.Standing, before.Waiting.Where(run => run.Priority == lane.Run.Priority).Max(run => run.JoinedAt));
            since = new[] { since, _now.AddDays(-1) }.Max() is var bounded && bounded > _now.AddHours(-1) ? _now.AddHours(-1) : bounded;
            if (waits.Use.Since(since, _now) == TimeSpan.Zero)
                Assert.True(lane.Running.Count == 0 && served.Use.Since(since, _now) == TimeSpan.Zero && served.WaitsSince(_now) <= waits.WaitsSince(_now),
                    $"{other.Run.Name} starves behind {lane.Run.Name}");
        }
    }

    private void NoSlotIsIdle()
    {
        var busy = _lanes.SelectMany(lane => lane.Running.Values.Select(job => job.Slot)).ToHashSet();
        foreach (var (device, index) in devices.Select((device, index) => (device, index)))
            if (!busy.Contains(index))
                Assert.DoesNotContain(Here, lane => CanUse(lane, device));
    }

    private static bool CanUse(Lane lane, string device) => lane.Running.Count < (lane.Run.MaxSlots ?? int.MaxValue)
        && lane.Waiting.Any(job =>
            lane.Run.Jobs[job].Device is var wanted
                && (wanted == DeviceKind.Any || (wanted == DeviceKind.Cuda) == device.StartsWith("cuda", StringComparison.Ordinal)));

    private PlacementState State()
    {
        var running = _lanes.SelectMany(lane =>
            lane.Running.Select(job => (job.Value.Slot, Attempt: new AttemptId(new RunId(lane.Run.Name), new JobId($"{job.Key}"), 1))))
            .ToDictionary(job => job.Slot, job => job.Attempt);
        var report = new NodeProtocol.NodeReport(MadeQueue.Here, [.. devices.Select((device, index) => running.TryGetValue(index, out var attempt)
            ? new SlotView(index, device, SlotStatus.Running, attempt) : new SlotView(index, device, SlotStatus.Free))], []);
        var state = PlacementState.Empty with { Board = SlotBoard.Empty.After(report, _now) };
        return Here.Aggregate(state, (all, lane) => all.After(
            new RunWants(lane.Standing, [.. lane.Waiting.Select(
                job => new WaitingJob(new RunId(lane.Run.Name), new JobId($"{job}"), null) { Demand = new SlotDemand(lane.Run.Jobs[job].Device) })],
                [.. lane.Running.Select(job => new HeldSlot(running[job.Value.Slot], MadeQueue.Here, job.Value.Slot))], []), _now));
    }
}
