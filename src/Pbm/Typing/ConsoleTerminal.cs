namespace AxSpa.Pbm.Typing;

/// <summary>The terminal of this process. It is written to through standard error: a prompt is no data.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    public int Width => Console.WindowWidth > 0 ? Console.WindowWidth : 80;

    /// <summary>Whether a person sits in front of this process, at a terminal that can move its cursor.</summary>
    public static bool IsThere => !Console.IsInputRedirected && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    public ConsoleKeyInfo ReadKey()
    {
        // While a command runs, Ctrl-C is a signal again: so only for the time of a key.
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    public void Write(string text) => Console.Error.Write(text);
}
