using System.Net;

namespace AxSpa.Shared.Keys;

/// <summary>
/// Places for connections that have shown nothing yet. When they are used up, a new one takes the place of the one that has waited longest: of its own
/// address, when that has its share, and else of the address that has the most. So whoever says at once what it wants is heard, however many keep silent.
/// </summary>
public sealed class ConnectionPlaces(int most, int mostFromOneAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, LinkedList<Place>> _from = [];
    private int _count;

    /// <param name="close">Ends the connection, when another gets its place. Called once at most, on any thread.</param>
    /// <returns>To be given back; null: all places are held by connections that are being served.</returns>
    public Place? Take(IPAddress address, Action close)
    {
        var who = Neighbourhood.Of(address);
        Place? leaving = null;
        Place taken;
        lock (_lock)
        {
            var own = _from.GetValueOrDefault(who);
            if (own?.Count >= mostFromOneAddress)
                leaving = Longest(own);
            else if (_count >= most)
                leaving = _from.Values.OrderByDescending(places => places.Count).Select(Longest).OfType<Place>().FirstOrDefault();
            else
                return Add(who, close);
            if (leaving is null)
                return null;
            Remove(leaving);
            taken = Add(who, close);
        }
        leaving.Close();
        return taken;
    }

    private static Place? Longest(LinkedList<Place> places) => places.FirstOrDefault(place => !place.IsServed);

    private Place Add(IPAddress who, Action close)
    {
        var place = new Place(this, who, close);
        if (!_from.TryGetValue(who, out var places))
            _from[who] = places = [];
        places.AddLast(place);
        _count++;
        return place;
    }

    private void Remove(Place place)
    {
        if (place.IsGone)
            return;
        place.IsGone = true;
        _count--;
        var places = _from[place.Address];
        places.Remove(place);
        if (places.Count == 0)
            _from.Remove(place.Address);
    }

    /// <summary>Of one connection.</summary>
    public sealed class Place : IDisposable
    {
        private readonly ConnectionPlaces _places;

        internal Place(ConnectionPlaces places, IPAddress address, Action close) => (_places, Address, Close) = (places, address, close);

        internal IPAddress Address { get; }

        internal Action Close { get; }

        internal bool IsGone { get; set; }

        internal bool IsServed { get; private set; }

        /// <summary>From now on nobody takes this place, until it is idle again.</summary>
        public void Serve()
        {
            lock (_places._lock)
                IsServed = true;
        }

        /// <summary>It waits again for what it is told next, and has waited less than all others.</summary>
        public void Idle()
        {
            lock (_places._lock)
            {
                IsServed = false;
                if (!IsGone && _places._from[Address] is var places && places.Remove(this))
                    places.AddLast(this);
            }
        }

        public void Dispose()
        {
            lock (_places._lock)
                _places.Remove(this);
        }
    }
}
