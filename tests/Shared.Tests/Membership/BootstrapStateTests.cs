using System.Collections.Immutable;
using AxSpa.Shared.Membership;
using Xunit;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Shared.Tests.Membership;

/// <summary>How a process comes into a cluster and how one is begun, one event after the other.</summary>
public sealed class BootstrapStateTests
{
    private const string A = "seed-1:4053", B = "seed-2:4053", C = "seed-3:4053", Gpu = "gpu-1:4061";

    private static readonly ImmutableArray<string> Three = [A, B, C];

    private readonly List<BootstrapEffect> _all = [];
    private BootstrapState _state = Of(B);
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    /// <summary>Of the last event.</summary>
    private ImmutableArray<BootstrapEffect> _effects = [];

    private static BootstrapState Of(string self, SeedQuorum? quorum = null, bool isPlain = true) =>
        new(self, quorum ?? SeedQuorum.MajorityOf(Three), isPlain, BootstrapTimings.Usual);

    private void Happens((BootstrapState State, ImmutableArray<BootstrapEffect> Effects) decided)
    {
        (_state, _effects) = decided;
        _all.AddRange(_effects);
    }

    private void Tick(double seconds = 0.5)
    {
        _now += TimeSpan.FromSeconds(seconds);
        Happens(_state.Ticked(_now));
    }

    private void Hears(string from, Standing standing, bool hasQuorum = false, long term = 0, bool votes = false, ImmutableArray<string>? seeds = null) =>
        Happens(_state.Answered(new ClusterAnswer(from, seeds ?? Three, standing, hasQuorum, term, votes), _now));

    private ClusterAnswer IsAsked(string from, long term = 0, bool wantsVote = true, ImmutableArray<string>? seeds = null)
    {
        Happens(_state.Asked(new AskForCluster(from, seeds ?? Three, term, wantsVote), _now));
        return Assert.Single(_effects.OfType<BootstrapEffect.Reply>()).Answer;
    }

    /// <summary>The term of its last question for votes; null: it has not stood.</summary>
    private long? Stood => _all.OfType<BootstrapEffect.Ask>().LastOrDefault(ask => ask.Question.WantsVote)?.Question.Term;

    private bool HasBegun => _all.OfType<BootstrapEffect.Found>().Any();

    private long Stands()
    {
        for (var tick = 0; tick < 20 && Stood is null; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Hears(C, Standing.Looking);
        }
        return Stood ?? throw new InvalidOperationException("It never stood.");
    }

    private IEnumerable<string> Joins => _effects.OfType<BootstrapEffect.Join>().Select(join => join.Seed);

    private bool Founds => _effects.OfType<BootstrapEffect.Found>().Any();

    [Fact]
    public void One_listed_seed_begins_at_once()
    {
        _state = Of(A, SeedQuorum.MajorityOf([A]));
        Tick();
        Assert.True(Founds);
        Assert.Equal(Standing.Joining, IsAsked(Gpu, wantsVote: false, seeds: [A]).Standing);
    }

    [Fact]
    public void A_seed_that_hears_nobody_begins_nothing_and_says_what_it_waits_for()
    {
        var said = new List<string>();
        for (var tick = 0; tick < 1000; tick++)
        {
            Tick();
            Assert.False(Founds);
            Assert.DoesNotContain(_effects.OfType<BootstrapEffect.Ask>(), ask => ask.Question.WantsVote);
            said.AddRange(_effects.OfType<BootstrapEffect.Warn>().Select(warn => warn.Line));
        }
        Assert.Equal("No cluster lets this process in yet; it goes on asking seed-1:4053 (no answer), seed-3:4053 (no answer). A new cluster is begun by 2 of the 3 listed seeds together.", said[0]);
        Assert.InRange(said.Count, 10, 20);
    }

    [Fact]
    public void The_first_of_three_stands_as_soon_as_it_has_heard_both_others()
    {
        _state = Of(A);
        Tick();
        Hears(C, Standing.Looking);
        Assert.Empty(_effects);
        Hears(B, Standing.Looking);
        Assert.Equal([B, C], _effects.Cast<BootstrapEffect.Ask>().Where(ask => ask.Question is { WantsVote: true, Term: 1 }).Select(ask => ask.Seed));
        Hears(B, Standing.Looking, term: 1, votes: true);
        Assert.Equal([A, B], Assert.Single(_effects.OfType<BootstrapEffect.Found>()).Voters);
    }

    [Fact]
    public void With_a_dead_machine_the_next_one_stands_a_moment_later()
    {
        var began = _now;
        while (!HasBegun && _now - began < TimeSpan.FromSeconds(30))
        {
            Tick();
            Hears(C, Standing.Looking, term: Stood ?? 0, votes: Stood is not null);
        }
        Assert.True(HasBegun);
        Assert.InRange((_now - began).TotalSeconds, 2, 3.5);
    }

    [Fact]
    public void One_vote_of_three_begins_nothing()
    {
        Assert.Equal(1, Stands());
        for (var tick = 0; tick < 10; tick++)
        {
            Tick();
            Assert.False(Founds);
        }
    }

    [Fact]
    public void A_vote_of_another_term_and_a_vote_that_comes_too_late_do_not_count()
    {
        var term = Stands();
        Hears(A, Standing.Looking, term: term - 1, votes: true);
        Assert.False(Founds);
        _now += TimeSpan.FromSeconds(60); // it was frozen
        Hears(A, Standing.Looking, term: term, votes: true);
        Assert.False(Founds);
    }

    [Fact]
    public void A_seed_gives_one_vote_a_term_and_follows_nobody_else_for_a_while()
    {
        Assert.True(IsAsked(A, 1).Votes);
        Assert.True(IsAsked(A, 1).Votes);
        Assert.False(IsAsked(C, 1).Votes);
        Assert.False(IsAsked(C, 2).Votes);
        _now += TimeSpan.FromSeconds(7);
        Assert.False(IsAsked(C, 1).Votes);
        Assert.True(IsAsked(C, 2).Votes);
        Assert.False(IsAsked(A, 2).Votes);
        // The same one, in a new term: it has begun nothing in the old one.
        Assert.True(IsAsked(C, 3).Votes);
    }

    [Fact]
    public void A_voter_waits_for_the_one_it_voted_for_before_it_stands_itself()
    {
        IsAsked(A, 1);
        for (var until = _now + TimeSpan.FromSeconds(5.4); _now < until;)
        {
            Tick();
            Hears(C, Standing.Looking);
            Assert.Null(Stood);
        }
        Stands();
    }

    [Fact]
    public void A_seed_that_stands_gives_way_to_a_later_term()
    {
        var term = Stands();
        Assert.False(IsAsked(C, term).Votes);
        Assert.True(IsAsked(C, term + 1).Votes);
        Hears(A, Standing.Looking, term: term, votes: true);
        Assert.False(HasBegun);
    }

    [Fact]
    public void Of_two_that_stand_at_once_the_later_in_the_list_gives_way()
    {
        var term = Stands();
        Assert.False(IsAsked(A, term).Votes);
        Tick(1.1);
        Assert.True(IsAsked(A, term).Votes);
        Hears(C, Standing.Looking, term: term, votes: true);
        Assert.False(HasBegun);
    }

    [Fact]
    public void No_vote_is_given_by_who_is_in_a_cluster_or_joins_one_or_has_just_heard_of_one()
    {
        Hears(C, Standing.InCluster);
        Assert.Equal([C], Joins);
        Assert.Equal((Standing.Joining, false), (IsAsked(A, 5).Standing, IsAsked(A, 5).Votes));
        _state = _state.Moved(Standing.InCluster, true);
        var answer = IsAsked(A, 6);
        Assert.Equal((Standing.InCluster, true, false), (answer.Standing, answer.HasQuorum, answer.Votes));
    }

    [Fact]
    public void Who_is_not_listed_gets_no_vote_and_gives_none()
    {
        Assert.False(IsAsked(Gpu, 1).Votes);
        _state = Of(Gpu);
        Assert.False(IsAsked(A, 1).Votes);
        for (var tick = 0; tick < 60; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Assert.DoesNotContain(_effects, effect => effect is BootstrapEffect.Found or BootstrapEffect.Ask { Question.WantsVote: true });
        }
    }

    [Fact]
    public void Whoever_hears_of_a_cluster_with_a_quorum_joins_it()
    {
        _state = Of(Gpu);
        Tick();
        Hears(A, Standing.InCluster);
        Assert.Empty(Joins); // an island: whoever joins it has to leave it again
        Hears(C, Standing.InCluster, hasQuorum: true);
        Assert.Equal([C], Joins);
        Hears(B, Standing.InCluster, hasQuorum: true);
        Assert.Empty(Joins);
    }

    [Fact]
    public void A_seed_joins_what_is_left_of_a_cluster_so_that_it_has_a_quorum_again()
    {
        Tick();
        Hears(A, Standing.Looking);
        Hears(C, Standing.InCluster);
        Assert.Equal([C], Joins);
        // It was ended and started again: nothing is left of what was to be joined.
        Tick(10);
        Hears(C, Standing.Looking);
        Assert.Equal(Standing.Looking, _state.Standing);
    }

    [Fact]
    public void A_seed_does_not_vote_before_what_it_tried_to_join_has_surely_ended()
    {
        Hears(C, Standing.InCluster);
        Tick(50);
        Hears(A, Standing.Looking);
        Assert.False(IsAsked(A, 1).Votes);
        Tick(15);
        Hears(A, Standing.Looking);
        Assert.True(IsAsked(A, 1).Votes);
    }

    [Fact]
    public void A_join_that_does_not_succeed_goes_to_another_seed()
    {
        Hears(C, Standing.InCluster, hasQuorum: true);
        Tick(2);
        Hears(A, Standing.InCluster, hasQuorum: true);
        Assert.Empty(Joins);
        Tick(4);
        Hears(A, Standing.InCluster, hasQuorum: true);
        Assert.Equal([A], Joins);
    }

    [Fact]
    public void Seeds_that_were_told_in_another_order_belong_together()
    {
        Assert.True(IsAsked(A, 1, seeds: [C, "SEED-1:4053", B]).Votes);
        Hears(C, Standing.InCluster, seeds: [C, B, A]);
        Assert.Equal([C], Joins);
    }

    [Fact]
    public void A_joiner_with_other_seeds_is_refused_and_told_of_once()
    {
        ImmutableArray<string> others = [A, B];
        Assert.False(IsAsked(A, 1, seeds: others).Votes);
        Assert.Equal(
            "seed-1:4053 was refused: its seeds are seed-1:4053, seed-2:4053, those of this process seed-1:4053, seed-2:4053, seed-3:4053. Give seed-1:4053 and this process the same --seeds, in any order; docs/operating.md says how a list is changed.",
            Assert.Single(_effects.OfType<BootstrapEffect.Warn>()).Line);
        IsAsked(A, 2, seeds: others);
        Assert.Empty(_effects.OfType<BootstrapEffect.Warn>());
    }

    [Fact]
    public void Who_was_refused_by_most_seeds_of_its_list_ends()
    {
        _state = Of(Gpu);
        ImmutableArray<string> others = [A, B, C, "seed-4:4053", "seed-5:4053"];
        Hears(A, Standing.InCluster, hasQuorum: true, seeds: others);
        Assert.Empty(_effects);
        Hears(B, Standing.InCluster, hasQuorum: true, seeds: others);
        Assert.StartsWith("This process was refused by the cluster of seed-2:4053: its seeds are seed-1:4053, seed-2:4053, seed-3:4053, seed-4:4053, seed-5:4053, those of this process seed-1:4053, seed-2:4053, seed-3:4053. ",
            Assert.Single(_effects.OfType<BootstrapEffect.End>()).Line);
    }

    [Fact]
    public void Who_hears_of_no_seed_with_its_list_ends_after_a_while()
    {
        _state = Of(A, SeedQuorum.MajorityOf([A, "seed-8:4053", "seed-9:4053", B]));
        for (var until = _now + TimeSpan.FromSeconds(29); _now < until; Tick())
        {
            Hears(B, Standing.InCluster, hasQuorum: true);
            Assert.Empty(_effects.OfType<BootstrapEffect.End>());
        }
        Tick(2);
        Hears(B, Standing.InCluster, hasQuorum: true);
        Assert.Single(_effects.OfType<BootstrapEffect.End>());
    }

    [Fact]
    public void One_seed_with_a_wrong_list_does_not_end_the_others()
    {
        for (var tick = 0; tick < 200; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Hears(C, Standing.InCluster, hasQuorum: true, seeds: [C]);
            Assert.Empty(_effects.OfType<BootstrapEffect.End>());
            Assert.Empty(Joins);
        }
    }

    [Fact]
    public void A_deliberate_start_with_fewer_waits_a_moment_for_a_cluster_that_may_be_there()
    {
        _state = Of(B, new SeedQuorum(Three, 1));
        Tick();
        Tick();
        Assert.False(Founds);
        Tick(2);
        Assert.True(Founds);
    }

    [Fact]
    public void A_process_without_TLS_looks_whether_a_seed_that_never_answers_has_it()
    {
        for (var tick = 0; tick < 20; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
        }
        Assert.Equal([C], _all.OfType<BootstrapEffect.LookForTls>().Select(look => look.Seed));
    }
}
