using System.Collections.Immutable;
using AxSpa.Hosting.Membership;
using Xunit;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>A process that looks for its cluster, to which one thing after the other happens. It is the second of three seeds unless a test says so.</summary>
public abstract class BootstrapScene
{
    private protected const string A = "seed-1:4053", B = "seed-2:4053", C = "seed-3:4053", Gpu = "gpu-1:4061";

    private protected static readonly ImmutableArray<string> Three = [A, B, C];

    private protected readonly List<BootstrapEffect> All = [];
    private protected BootstrapState State = Of(B);
    private protected TimeSpan Time = TimeSpan.FromSeconds(100);

    /// <summary>Of the last event.</summary>
    private protected ImmutableArray<BootstrapEffect> Effects = [];

    private protected static BootstrapState Of(string self, SeedQuorum? quorum = null, bool isPlain = true) =>
        new(self, quorum ?? SeedQuorum.MajorityOf(Three), isPlain, BootstrapTimings.Usual);

    private protected void Happens((BootstrapState State, ImmutableArray<BootstrapEffect> Effects) decided)
    {
        (State, Effects) = decided;
        All.AddRange(Effects);
    }

    private protected void Tick(double seconds = 0.5)
    {
        Time += TimeSpan.FromSeconds(seconds);
        Happens(State.Ticked(Time));
    }

    private protected void Hears(
        string from, Standing standing, bool hasQuorum = false, long term = 0, bool votes = false, ImmutableArray<string>? seeds = null) =>
        Happens(State.Answered(new ClusterAnswer(from, seeds ?? Three, standing, hasQuorum, term, votes), Time));

    private protected ClusterAnswer IsAsked(string from, long term = 0, bool wantsVote = true, ImmutableArray<string>? seeds = null)
    {
        Happens(State.Asked(new AskForCluster(from, seeds ?? Three, term, wantsVote), Time));
        return Assert.Single(Effects.OfType<BootstrapEffect.Reply>()).Answer;
    }

    /// <summary>The term of its last question for votes; null: it has not stood.</summary>
    private protected long? Stood => All.OfType<BootstrapEffect.Ask>().LastOrDefault(ask => ask.Question.WantsVote)?.Question.Term;

    private protected bool HasBegun => All.OfType<BootstrapEffect.Found>().Any();

    private protected long Stands()
    {
        for (var tick = 0; tick < 20 && Stood is null; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Hears(C, Standing.Looking);
        }
        return Stood ?? throw new InvalidOperationException("It never stood.");
    }

    private protected IEnumerable<string> Joins => Effects.OfType<BootstrapEffect.Join>().Select(join => join.Seed);

    private protected bool Founds => Effects.OfType<BootstrapEffect.Found>().Any();
}
