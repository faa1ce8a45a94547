using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Standalone.Watching;

/// <summary>How a person sees a run go. Everything goes to standard error; standard output is for results.</summary>
internal interface IRunDisplay
{
    void Accepted(RunProtocol.RunAccepted accepted);

    void Show(RunView view);

    /// <summary>How it ended, and why if it failed: nobody says it again.</summary>
    void Ended(RunView view);

    void Interrupted(RunId? run);
}

internal static class RunDisplay
{
    /// <summary>A live table in a terminal; otherwise plain lines, one for each thing that happened.</summary>
    public static IRunDisplay ForThisTerminal() =>
        Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
            ? new PlainDisplay(Console.Error)
            : new LiveDisplay(TimeProvider.System);
}
