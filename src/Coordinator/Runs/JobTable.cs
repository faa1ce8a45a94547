using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// The jobs of a run: by name, and in the order in which the run wants them. A table never changes; one with another state of a job shares everything
/// else with it, so that an event costs the same whether the run has ten jobs or eight hundred, but for a copy of one reference per job.
/// </summary>
public sealed class JobTable
{
    /// <summary>What follows from the requests alone, and is the same for all tables of them.</summary>
    /// <param name="Places">Of each name in the table; never changed once it is filled.</param>
    /// <param name="Queue">The places in the order of the queue.</param>
    private sealed record Plan(Dictionary<string, int> Places, ImmutableArray<int> Queue);

    public static readonly JobTable Empty = new(new Plan([], []), [], new object());

    private readonly Plan _plan;
    private ImmutableArray<JobState>? _granted, _waiting;
    private Dictionary<JobKind, (int All, int Official)>? _counts;

    private JobTable(Plan plan, ImmutableArray<JobState> values, object results) => (_plan, Values, Results) = (plan, values, results);

    /// <summary>By name, <c>mri-2</c> before <c>mri-10</c>.</summary>
    public ImmutableArray<JobState> Values { get; }

    /// <summary>The same object as long as nothing was asked for, became official or was withdrawn: what follows in the run is the same, too.</summary>
    internal object Results { get; }

    /// <summary>Those with an open grant, by name.</summary>
    public ImmutableArray<JobState> Granted => _granted ??= [.. Values.Where(job => job.Grant is not null)];

    /// <summary>Those that wait, in the order in which the run wants them.</summary>
    public ImmutableArray<JobState> Waiting => _waiting ??= [.. _plan.Queue.Select(place => Values[place]).Where(job => job.IsWaiting)];

    /// <summary>How many of a kind there are, and how many of them are official.</summary>
    public (int All, int Official) CountOf(JobKind kind) => (_counts ??= Values.GroupBy(job => job.Request.Kind)
        .ToDictionary(jobs => jobs.Key, jobs => (jobs.Count(), jobs.Count(job => job.Official is not null)))).GetValueOrDefault(kind);

    /// <returns>Null: there is no such job.</returns>
    public JobState? Find(string name) => _plan.Places.TryGetValue(name, out var place) ? Values[place] : null;

    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public JobState this[string name] => Values[_plan.Places[name]];

    public static JobTable Of(IEnumerable<JobState> jobs) => Empty.With(jobs);

    public JobTable With(JobState job) => With([job]);

    /// <summary>Each in the place of the one of its name, or as a new one.</summary>
    public JobTable With(IEnumerable<JobState> jobs)
    {
        List<JobState> changed = [.. jobs];
        var known = changed.TrueForAll(job => Find(job.Request.Id.Value)?.Request is { } request && ReferenceEquals(request, job.Request));
        if (!known)
            return Planned([.. Values, .. changed]);
        var (values, results) = (Values.ToBuilder(), Results);
        foreach (var job in changed)
        {
            var place = _plan.Places[job.Request.Id.Value];
            if (!ReferenceEquals(values[place].Official, job.Official) || values[place].IsWithdrawn != job.IsWithdrawn)
                results = new object();
            values[place] = job;
        }
        return new JobTable(_plan, values.DrainToImmutable(), results);
    }

    /// <summary>The jobs of this table that are others than in an earlier one, or were not in it.</summary>
    internal IEnumerable<JobState> ChangedSince(JobTable earlier) => ReferenceEquals(_plan, earlier._plan)
        ? Values.Where((job, place) => !ReferenceEquals(job, earlier.Values[place]))
        : Values.Where(job => !ReferenceEquals(job, earlier.Find(job.Request.Id.Value)));

    /// <summary>Of two of one name the later one counts.</summary>
    private static JobTable Planned(IEnumerable<JobState> jobs)
    {
        var byName = new SortedDictionary<string, JobState>(NumericOrder.OfNames);
        foreach (var job in jobs)
            byName[job.Request.Id.Value] = job;
        ImmutableArray<JobState> values = [.. byName.Values];
        var places = new Dictionary<string, int>(values.Length, StringComparer.Ordinal);
        for (var place = 0; place < values.Length; place++)
            places[values[place].Request.Id.Value] = place;
        ImmutableArray<int> queue = [.. Enumerable.Range(0, values.Length).OrderBy(place => values[place].Request, QueueOrder)];
        return new JobTable(new Plan(places, queue), values, new object());
    }

    /// <summary>By the graph's kinds, then branch, repeat and fold, then draw.</summary>
    private static readonly Comparer<JobRequest> QueueOrder = Comparer<JobRequest>.Create((one, other) =>
        (RunGraph.Whole.RankOf(one.Kind), one.Fold?.Branch, one.Fold?.Repeat, one.Fold?.Index, one.Draws?.First)
        .CompareTo((RunGraph.Whole.RankOf(other.Kind), other.Fold?.Branch, other.Fold?.Repeat, other.Fold?.Index, other.Draws?.First)));
}
