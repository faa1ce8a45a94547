using System.Net;
using AxSpa.Shared.Keys;

namespace AxSpa.Commands.Access;

/// <summary>
/// How many wrong tokens of one address are explained: a few, then one every ten seconds; to the others it is said that they are too many. A right token is not
/// held up by any number of wrong ones, wherever they come from: 256 random bits are not guessed, and a limit on guesses would only let others lock ops out.
/// </summary>
internal sealed class FailureLimits(TimeProvider clock)
{
    public const int AtOnce = 5;

    private static readonly TimeSpan OneMoreAfter = TimeSpan.FromSeconds(10);

    /// <summary>Addresses remembered; the one that has been silent longest is forgotten for another.</summary>
    private const int MostAddresses = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Allowance> _from = [];

    /// <summary>A token from there was wrong.</summary>
    /// <returns>How long this address waits for the next explanation; null: it gets one now.</returns>
    public TimeSpan? Failed(IPAddress address)
    {
        var who = Neighbourhood.Of(address);
        lock (_lock)
        {
            if (!_from.TryGetValue(who, out var own))
            {
                if (_from.Count >= MostAddresses)
                    _from.Remove(_from.MinBy(entry => entry.Value.LastUse).Key);
                _from[who] = own = new Allowance(clock.GetTimestamp());
            }
            return own.Take(clock);
        }
    }

    /// <summary>So many at once, and then one more after each pause.</summary>
    private sealed class Allowance(long begun)
    {
        private double _left = AtOnce;

        public long LastUse { get; private set; } = begun;

        public TimeSpan? Take(TimeProvider clock)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(AtOnce, _left + clock.GetElapsedTime(LastUse, now) / OneMoreAfter);
            LastUse = now;
            if (_left < 1)
                return (1 - _left) * OneMoreAfter;
            _left--;
            return null;
        }
    }
}
