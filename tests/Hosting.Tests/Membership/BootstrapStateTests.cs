using AxSpa.Hosting.Membership;
using Xunit;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>How a process comes into a cluster and how one is begun, one event after the other.</summary>
public sealed class BootstrapStateTests : BootstrapScene
{
    [Fact]
    public void One_listed_seed_begins_at_once()
    {
        State = Of(A, SeedQuorum.MajorityOf([A]));
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
            Assert.DoesNotContain(Effects.OfType<BootstrapEffect.Ask>(), ask => ask.Question.WantsVote);
            said.AddRange(Effects.OfType<BootstrapEffect.Warn>().Select(warn => warn.Line));
        }
        Assert.Equal("No cluster lets this process in yet; it goes on asking seed-1:4053 (no answer), seed-3:4053 (no answer). A new cluster is begun by 2 "
            + "of the 3 listed seeds together.",
            said[0]);
        Assert.InRange(said.Count, 10, 20);
    }

    [Fact]
    public void The_first_of_three_stands_as_soon_as_it_has_heard_both_others()
    {
        State = Of(A);
        Tick();
        Hears(C, Standing.Looking);
        Assert.Empty(Effects);
        Hears(B, Standing.Looking);
        Assert.Equal([B, C], Effects.Cast<BootstrapEffect.Ask>().Where(ask => ask.Question is { WantsVote: true, Term: 1 }).Select(ask => ask.Seed));
        Hears(B, Standing.Looking, term: 1, votes: true);
        Assert.Equal([A, B], Assert.Single(Effects.OfType<BootstrapEffect.Found>()).Voters);
    }

    [Fact]
    public void With_a_dead_machine_the_next_one_stands_a_moment_later()
    {
        var began = Time;
        while (!HasBegun && Time - began < TimeSpan.FromSeconds(30))
        {
            Tick();
            Hears(C, Standing.Looking, term: Stood ?? 0, votes: Stood is not null);
        }
        Assert.True(HasBegun);
        Assert.InRange((Time - began).TotalSeconds, 2, 3.5);
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
        Time += TimeSpan.FromSeconds(60); // it was frozen
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
        Time += TimeSpan.FromSeconds(7);
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
        for (var until = Time + TimeSpan.FromSeconds(5.4); Time < until;)
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
        State = State.Moved(Standing.InCluster, true);
        var answer = IsAsked(A, 6);
        Assert.Equal((Standing.InCluster, true, false), (answer.Standing, answer.HasQuorum, answer.Votes));
    }

    [Fact]
    public void Who_is_not_listed_gets_no_vote_and_gives_none()
    {
        Assert.False(IsAsked(Gpu, 1).Votes);
        State = Of(Gpu);
        Assert.False(IsAsked(A, 1).Votes);
        for (var tick = 0; tick < 60; tick++)
        {
            Tick();
            Hears(A, Standing.Looking);
            Assert.DoesNotContain(Effects, effect => effect is BootstrapEffect.Found or BootstrapEffect.Ask { Question.WantsVote: true });
        }
    }

    [Fact]
    public void Whoever_hears_of_a_cluster_with_a_quorum_joins_it()
    {
        State = Of(Gpu);
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
        Assert.Equal(Standing.Looking, State.Standing);
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
    public void A_deliberate_start_with_fewer_waits_a_moment_for_a_cluster_that_may_be_there()
    {
        State = Of(B, new SeedQuorum(Three, 1));
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
        Assert.Equal([C], All.OfType<BootstrapEffect.LookForTls>().Select(look => look.Seed));
    }
}
