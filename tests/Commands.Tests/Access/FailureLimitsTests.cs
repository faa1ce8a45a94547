using System.Net;
using AxSpa.Commands.Access;
using Microsoft.Extensions.Time.Testing;

namespace AxSpa.Commands.Tests.Access;

// One of these measures the memory of the whole process: what tests beside it take would count.
[CollectionDefinition(nameof(FailureLimitsTests), DisableParallelization = true)]
[Collection(nameof(FailureLimitsTests))]
public sealed class FailureLimitsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FailureLimits _limits;

    public FailureLimitsTests() => _limits = new FailureLimits(_clock);

    private static IPAddress Address(int number) => new([10, 1, (byte)(number / 256), (byte)number]);

    private void Fail(IPAddress from, int times)
    {
        for (var time = 0; time < times; time++)
            Assert.Null(_limits.Failed(from));
    }

    [Fact]
    public void After_five_failures_an_address_waits_and_others_do_not()
    {
        Fail(Address(1), 5);
        Assert.Equal(10, _limits.Failed(Address(1))!.Value.TotalSeconds, 1e-6);
        Fail(Address(2), 1);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(_limits.Failed(Address(1)));
        _clock.Advance(TimeSpan.FromSeconds(1.01));
        Fail(Address(1), 1);
        Assert.NotNull(_limits.Failed(Address(1)));
        _clock.Advance(TimeSpan.FromHours(1));
        Fail(Address(1), 5);
        Assert.NotNull(_limits.Failed(Address(1)));
    }

    [Fact]
    public void All_addresses_of_one_IPv6_network_are_one()
    {
        for (var number = 0; number < 5; number++)
            Fail(IPAddress.Parse($"2001:db8:1:2::{number:x}"), 1);
        Assert.NotNull(_limits.Failed(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(_limits.Failed(IPAddress.Parse("2001:db8:1:3::1")));
        Fail(IPAddress.Parse("::ffff:10.9.9.9"), 5);
        Assert.NotNull(_limits.Failed(IPAddress.Parse("10.9.9.9")));
    }

    [Fact]
    public void No_number_of_addresses_makes_it_remember_all_of_them()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < 60_000; number++)
            _limits.Failed(Address(number % 65536));
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 4 << 20);
        GC.KeepAlive(_limits);
    }
}
