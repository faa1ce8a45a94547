using AxSpa.Coordinator.Runs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Coordinator.Tests.Runs;

public sealed class LeaseTableTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LeaseTable _leases;

    public LeaseTableTests()
    {
        _leases = new LeaseTable(_clock);
        _leases.Renew(MadeRun.Attempt("mri-0", 1), MadeRun.Node);
    }

    [Fact]
    public void A_lease_that_is_not_renewed_runs_out_after_its_term()
    {
        Assert.Empty(Pass(seconds: 30));
        Assert.Single(Pass(seconds: 1));
    }

    [Fact]
    public void A_renewed_lease_has_a_full_term_again()
    {
        Pass(seconds: 29);
        _leases.Renew(MadeRun.Attempt("mri-0", 1), MadeRun.Node);
        Assert.Empty(Pass(seconds: 29));
    }

    [Fact]
    public void After_a_frozen_time_every_lease_gets_a_fresh_term()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(_leases.Expired());
        Assert.Empty(Pass(seconds: 29));
        Assert.Single(Pass(seconds: 2));
    }

    /// <summary>Looks once a second, as the run does; returns what the last look found.</summary>
    private IReadOnlyList<object> Pass(int seconds)
    {
        IReadOnlyList<object> found = [];
        for (var second = 0; second < seconds; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            found = [.. _leases.Expired().Select(lease => (object)lease)];
        }
        return found;
    }
}
