using System.Collections.Immutable;
using AxSpa.Coordinator.Leadership;
using AxSpa.Hosting.Journals;
using AxSpa.Hosting.Membership;
using Xunit;

namespace AxSpa.Coordinator.Tests.Leadership;

/// <summary>Pure decisions, with a clock that the test sets: when a coordinator may work, and when it must stop.</summary>
public sealed class LeadershipStateTests
{
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(12);
    private static readonly Tenure Mine = new(3, "co-1:4060", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + Term, null);
    private static readonly Tenure Theirs = Mine with { Generation = 4, Name = "co-2:4060" };
    private static readonly ImmutableArray<string> Seeds = ["s1:4053", "s2:4053", "s3:4053"];

    private LeadershipState _state = new(SeedQuorum.MajorityOf(Seeds), Term);
    private double _now;

    private static LeadershipEvent Up(params string[] seeds) => new LeadershipEvent.Looked([.. seeds, "co-1:4060"]);

    private LeadershipEvent Held(double sentAt) => new LeadershipEvent.Answered(new LeaseAnswer.Held(Mine), TimeSpan.FromSeconds(sentAt));

    private static LeadershipEvent Answer(LeaseAnswer answer) => new LeadershipEvent.Answered(answer, TimeSpan.Zero);

    private string On(LeadershipEvent happened)
    {
        (_state, var effects) = _state.On(happened, TimeSpan.FromSeconds(_now));
        return string.Join(' ', effects.Select(effect => effect.GetType().Name));
    }

    private string At(double now, LeadershipEvent happened)
    {
        _now = now;
        return On(happened);
    }

    private LeadershipStateTests Working()
    {
        At(0, Up("s1:4053", "s2:4053"));
        On(new LeadershipEvent.Bound());
        Assert.Equal("Begin", On(Held(0)));
        return this;
    }

    [Fact]
    public void It_looks_for_seeds_then_for_its_workspace_then_for_the_lease_and_only_then_works()
    {
        Assert.Equal("", At(0, Up()));
        Assert.Equal("", At(1, Up("s3:4053")));
        Assert.Contains("2 of the 3 listed seeds are needed, and 1 can be reached (s3:4053)", LeadershipText.WaitingFor(_state, "j"));
        Assert.Equal("CompareBinding", At(2, Up("S1:4053", "s3:4053")));
        Assert.Equal("", At(3, Up("s1:4053", "s3:4053")));
        Assert.Equal("Acquire", On(new LeadershipEvent.Bound()));
        Assert.Equal("", At(4, Up("s1:4053", "s3:4053")));
        Assert.Equal("Begin", On(Held(3)));
        Assert.True(_state.IsWorking);
    }

    [Fact]
    public void What_holds_the_lease_is_asked_about_twice_a_second_and_named()
    {
        At(0, Up("s1:4053", "s2:4053"));
        On(new LeadershipEvent.Bound());
        Assert.Equal("", On(Answer(new LeaseAnswer.HeldByAnother(Theirs))));
        Assert.Contains("the coordinator co-2:4060 holds the journal j since", LeadershipText.WaitingFor(_state, "j"));
        Assert.Equal("", At(0.4, Up("s1:4053", "s2:4053")));
        Assert.Equal("Acquire", At(0.5, Up("s1:4053", "s2:4053")));
        Assert.Equal("Begin", On(Held(0.5)));
    }

    [Fact]
    public void It_renews_every_three_seconds_and_counts_from_when_it_asked()
    {
        Working();
        Assert.Equal("", At(2.9, Up("s1:4053", "s2:4053")));
        Assert.Equal("Renew", At(3, Up("s1:4053", "s2:4053")));
        Assert.Equal("CompareBinding", At(10.9, Up("s1:4053", "s2:4053")));
        Assert.Equal("Renew", On(Held(3))); // an answer that took long prolongs it less
        Assert.DoesNotContain("StandDown", At(13.9, Up("s1:4053", "s2:4053")));
        Assert.Contains("StandDown", At(14, Up("s1:4053", "s2:4053")));
    }

    [Fact]
    public void Without_a_renewal_it_stops_before_the_lease_ends_and_goes_on_with_the_same_one_when_the_journal_is_back()
    {
        Working();
        Assert.Equal("Renew", At(3, Up("s1:4053", "s2:4053")));
        Assert.Equal("", At(8, new LeadershipEvent.Unanswered("connection refused")));
        Assert.DoesNotContain("StandDown", At(10.9, Up("s1:4053", "s2:4053")));
        Assert.Contains("StandDown", At(11, Up("s1:4053", "s2:4053")));
        Assert.False(_state.IsWorking);
        On(new LeadershipEvent.Ended());
        On(new LeadershipEvent.BindingUnknown("connection refused"));
        On(new LeadershipEvent.Unanswered("connection refused"));
        Assert.Equal("CompareBinding Renew", At(28, Up("s1:4053", "s2:4053")));
        Assert.Equal("", On(Held(28)));
        Assert.Equal("Begin", On(new LeadershipEvent.Bound()));
        Assert.Equal(3, _state.Tenure!.Generation);
    }

    [Fact]
    public void It_does_not_begin_again_before_all_its_actors_have_ended()
    {
        Working();
        At(3, Up("s1:4053", "s2:4053"));
        Assert.Contains("StandDown", At(11.5, Up("s1:4053", "s2:4053")));
        On(Held(11));
        Assert.DoesNotContain("Begin", On(new LeadershipEvent.Bound()));
        Assert.Contains("Begin", On(new LeadershipEvent.Ended()));
    }

    [Fact]
    public void Replaced_by_another_it_stops_at_once_and_waits_for_that_one()
    {
        Working();
        At(3, Up("s1:4053", "s2:4053"));
        Assert.Contains("StandDown", On(Answer(new LeaseAnswer.HeldByAnother(Theirs))));
        On(new LeadershipEvent.Ended());
        On(new LeadershipEvent.Bound());
        Assert.Equal("Acquire", At(4, Up("s1:4053", "s2:4053")));
    }

    [Fact]
    public void Seeds_that_are_away_for_a_moment_stop_nothing_and_after_half_a_minute_the_lease_is_given_back()
    {
        Working();
        for (var now = 0.5; now < 30; now += 0.5)
            Answered(At(now, Up("s1:4053")));
        Assert.True(_state.IsWorking);
        Assert.Contains("StandDown", Answered(At(30.5, Up("s1:4053"))));
        Assert.Contains("Release", On(new LeadershipEvent.Ended()));
        Assert.DoesNotContain("Acquire", At(60, Up("s1:4053")));
        Assert.Equal("CompareBinding", At(61, Up("s1:4053", "s2:4053")));

        string Answered(string effects)
        {
            if (effects.Contains("Renew"))
                On(Held(_now));
            if (effects.Contains("CompareBinding"))
                On(new LeadershipEvent.Bound());
            return effects;
        }
    }

    [Fact]
    public void A_workspace_of_another_journal_is_refused_at_the_takeover_and_while_it_works()
    {
        At(0, Up("s1:4053", "s2:4053"));
        Assert.Equal("", On(new LeadershipEvent.NotBound("of another journal")));
        Assert.Equal("of another journal", LeadershipText.WaitingFor(_state, "j"));
        Assert.Equal("CompareBinding", At(10, Up("s1:4053", "s2:4053")));
        Assert.Equal("Acquire", On(new LeadershipEvent.Bound()));
        On(Held(10));
        At(20, Up("s1:4053", "s2:4053"));
        On(Held(20));
        // A share that is away for a moment is no other workspace.
        Assert.Equal("", On(new LeadershipEvent.BindingUnknown("not mounted")));
        Assert.Contains("CompareBinding", At(30, Up("s1:4053", "s2:4053")));
        Assert.Contains("StandDown", On(new LeadershipEvent.NotBound("of another journal")));
        Assert.Contains("Release", On(new LeadershipEvent.Ended()));
    }

    [Fact]
    public void A_journal_that_is_not_the_one_it_opened_any_more_ends_the_work_and_says_why()
    {
        Working();
        At(3, Up("s1:4053", "s2:4053"));
        Assert.Contains("StandDown", On(Answer(new LeaseAnswer.Gone("it was deleted"))));
        Assert.Equal("", On(new LeadershipEvent.Ended()));
        Assert.Contains("it was deleted", LeadershipText.WaitingFor(_state, "j"));
    }

    [Fact]
    public void A_journal_that_cannot_be_read_is_named_and_read_again_ever_less_often()
    {
        Working();
        Assert.Equal("StandDown CompareBinding", On(new LeadershipEvent.Damaged("event 7 is damaged")));
        On(new LeadershipEvent.Ended());
        On(new LeadershipEvent.Bound());
        Assert.Equal("event 7 is damaged", LeadershipText.WaitingFor(_state, "j"));
        At(14, Up("s1:4053", "s2:4053"));
        On(Held(14));
        Assert.Contains("Begin", At(15, Up("s1:4053", "s2:4053")));
        On(new LeadershipEvent.Bound());
        On(new LeadershipEvent.Damaged("event 7 is damaged"));
        On(new LeadershipEvent.Ended());
        On(new LeadershipEvent.Bound());
        At(44, Up("s1:4053", "s2:4053"));
        On(Held(44));
        Assert.False(_state.IsWorking);
        At(45, Up("s1:4053", "s2:4053"));
        Assert.True(_state.IsWorking);
    }

    [Fact]
    public void A_file_needs_no_renewal_to_stay_its_process_s_and_a_cluster_of_one_process_no_seeds()
    {
        _state = new LeadershipState(SeedQuorum.MajorityOf([]), Term: null);
        Assert.Equal("CompareBinding", At(0, Up()));
        Assert.Equal("Acquire", On(new LeadershipEvent.Bound()));
        Assert.Equal("Begin", On(new LeadershipEvent.Answered(new LeaseAnswer.Held(Mine with { ExpiresAt = null }), TimeSpan.Zero)));
        Assert.DoesNotContain("StandDown", At(3_600, Up()));
        Assert.True(_state.IsWorking);
    }
}
