using System.Net;

namespace AxSpa.Seed.CommandHost;

/// <summary>
/// How many wrong tokens are listened to: a few from one address, then one every ten seconds; and from all addresses together no more than a
/// hundred, then one a second. When that is used up, only addresses that gave a right token lately are heard, so a flood from many does not lock ops out.
/// </summary>
internal sealed class FailureLimits(TimeProvider clock)
{
    public const int AtOnceFromOne = 5, AtOnceFromAll = 100;

    private static readonly TimeSpan OneMoreFromOne = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OneMoreFromAll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    /// <summary>Addresses remembered. An attacker with more of them meets the limit of all.</summary>
    private const int MostAddresses = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Allowance> _from = [];
    private readonly Dictionary<IPAddress, long> _good = [];
    private readonly Allowance _all = new(AtOnceFromAll);

    /// <returns>How long this address is not heard; null: it is heard now.</returns>
    public TimeSpan? Wait(IPAddress address)
    {
        var who = Neighbourhood(address);
        lock (_lock)
        {
            if (_from.TryGetValue(who, out var own) && own.Wait(clock, AtOnceFromOne, OneMoreFromOne) is { } wait)
                return wait;
            return _good.TryGetValue(who, out var at) && clock.GetElapsedTime(at) < GoodFor ? null : _all.Wait(clock, AtOnceFromAll, OneMoreFromAll);
        }
    }

    public void Failed(IPAddress address)
    {
        var who = Neighbourhood(address);
        lock (_lock)
        {
            if (!_from.TryGetValue(who, out var own))
            {
                if (_from.Count >= MostAddresses)
                    _from.Remove(_from.MinBy(entry => entry.Value.LastUse).Key);
                _from[who] = own = new Allowance(AtOnceFromOne);
            }
            own.Take(clock, AtOnceFromOne, OneMoreFromOne);
            _all.Take(clock, AtOnceFromAll, OneMoreFromAll);
        }
    }

    public void Succeeded(IPAddress address)
    {
        var who = Neighbourhood(address);
        lock (_lock)
        {
            if (_good.Count >= MostAddresses && !_good.ContainsKey(who))
                _good.Remove(_good.MinBy(entry => entry.Value).Key);
            _good[who] = clock.GetTimestamp();
        }
    }

    /// <summary>Whoever has one IPv6 address has 2⁶⁴ of them.</summary>
    private static IPAddress Neighbourhood(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>So many at once, and then one more after each pause.</summary>
    private sealed class Allowance(double left)
    {
        private double _left = left;
        private long? _at;

        public long LastUse => _at ?? 0;

        public TimeSpan? Wait(TimeProvider clock, int most, TimeSpan pause)
        {
            Refill(clock, most, pause);
            return _left >= 1 ? null : (1 - _left) * pause;
        }

        public void Take(TimeProvider clock, int most, TimeSpan pause)
        {
            Refill(clock, most, pause);
            _left = Math.Max(0, _left - 1);
        }

        private void Refill(TimeProvider clock, int most, TimeSpan pause)
        {
            var now = clock.GetTimestamp();
            if (_at is { } before)
                _left = Math.Min(most, _left + clock.GetElapsedTime(before, now) / pause);
            _at = now;
        }
    }
}
