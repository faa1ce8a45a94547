using System.Globalization;
using System.Net;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Access;

/// <summary>Says who sends a request, before anything in it is looked at.</summary>
internal sealed class CommandGuard(TokenFile? tokens, TimeProvider clock)
{
    private readonly FailureLimits _failures = new(clock);

    /// <exception cref="NotAllowedException">Nobody who may command this cluster; the message is for people.</exception>
    public Caller Admit(PbmRequest request, IPAddress from)
    {
        if (tokens is null)
            return Caller.OfThisMachine(from.ToString());
        if (string.IsNullOrEmpty(request.Token))
            throw new NotAllowedException("This host wants a token: put it into PBM_TOKEN, or name a file that holds it with --token-file. An admin makes "
                + "one with 'axspa tokens create'.");
        var entry = request.Token.Length <= AccessToken.MostLetters ? Find(request.Token) : null;
        if (entry is null)
            throw new NotAllowedException(_failures.Failed(from) is { } wait
                ? string.Create(CultureInfo.InvariantCulture,
                    $"There were too many wrong tokens from {from}. Look at the one that is sent, and try again in {Math.Ceiling(wait.TotalSeconds)} s.")
                : "This token is not known here: it is mistyped, or was revoked. 'axspa tokens list' on the seed shows those that are.");
        if (entry.Expires is { } end && clock.GetUtcNow() > end)
            throw new NotAllowedException(string.Create(CultureInfo.InvariantCulture,
                $"The token of {entry.Name} expired on {end.UtcDateTime:yyyy-MM-dd}. An admin makes another with 'axspa tokens create'."));
        return new Caller(entry.Name, entry.Role, from.ToString());
    }

    private TokenEntry? Find(string token)
    {
        try
        {
            return tokens!.Find(token);
        }
        catch (RefusedInputException trouble)
        {
            throw new NotAllowedException($"Nobody is admitted, because the tokens cannot be read on this seed: {trouble.Message}");
        }
    }
}
