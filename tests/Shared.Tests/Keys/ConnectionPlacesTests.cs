using System.Net;
using AxSpa.Shared.Keys;
using Xunit;

namespace AxSpa.Shared.Tests.Keys;

public sealed class ConnectionPlacesTests
{
    private readonly ConnectionPlaces _places = new(most: 6, mostFromOneAddress: 3);
    private readonly List<string> _closed = [];

    private ConnectionPlaces.Place? Take(int address, string name) => _places.Take(new IPAddress([10, 0, 0, (byte)address]), () => _closed.Add(name));

    [Fact]
    public void An_address_that_has_its_share_loses_the_one_that_waits_longest()
    {
        Assert.All(["a", "b", "c", "d"], name => Assert.NotNull(Take(1, name)));
        Assert.Equal(["a"], _closed);
        Assert.NotNull(Take(2, "e"));
        Assert.Equal(["a"], _closed);
    }

    [Fact]
    public void When_all_places_are_taken_the_address_with_the_most_loses_one()
    {
        foreach (var (address, name) in new[] { (1, "a"), (2, "b"), (2, "c"), (2, "d"), (3, "e"), (3, "f") })
            Assert.NotNull(Take(address, name));
        Assert.NotNull(Take(4, "g"));
        Assert.Equal(["b"], _closed);
    }

    [Fact]
    public void Who_is_being_served_is_not_closed_and_who_was_served_is_closed_last()
    {
        var first = Take(1, "a")!;
        first.Serve();
        Assert.NotNull(Take(1, "b"));
        Assert.NotNull(Take(1, "c"));
        Assert.NotNull(Take(1, "d"));
        Assert.Equal(["b"], _closed);
        first.Idle();
        Assert.NotNull(Take(1, "e"));
        Assert.NotNull(Take(1, "f"));
        Assert.NotNull(Take(1, "g"));
        Assert.Equal(["b", "c", "d", "a"], _closed);
    }

    [Fact]
    public void Where_everybody_is_being_served_there_is_no_place()
    {
        for (var number = 0; number < 6; number++)
            Take(number, "x")!.Serve();
        Assert.Null(Take(9, "y"));
    }

    [Fact]
    public void A_place_that_is_given_back_is_free_however_often_it_is_given()
    {
        foreach (var place in Enumerable.Range(0, 6).Select(number => Take(number, "x")!).ToList())
        {
            place.Dispose();
            place.Idle();
            place.Dispose();
        }
        for (var number = 0; number < 6; number++)
            Assert.NotNull(Take(number, "y"));
        Assert.Empty(_closed);
    }

    [Fact]
    public void All_addresses_of_one_IPv6_network_share_their_places()
    {
        for (var number = 0; number < 4; number++)
            _places.Take(IPAddress.Parse($"2001:db8:1:2::{number:x}"), () => _closed.Add("x"));
        Assert.Single(_closed);
    }
}
