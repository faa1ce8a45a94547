namespace AxSpa.Shared.Protocol;

/// <summary>A coordinator that may not work just now says so at once, and most such waits are over sooner than the patience of whoever asks.</summary>
public static class WaitingCoordinator
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="ask">Asks it the same.</param>
    /// <returns>Its answer; after so much patience the <see cref="RunProtocol.Refused"/> that says what it waits for.</returns>
    public static async Task<object> SitOut(Func<Task<object>> ask, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (answer is not RunProtocol.Refused { Passes: true } || clock.GetElapsedTime(began) + AskAgainAfter > patience)
                return answer;
            await Task.Delay(AskAgainAfter, clock, cancellation);
        }
    }
}
