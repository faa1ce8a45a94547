using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Standalone.Watching;

/// <summary>Sentences that every display says alike.</summary>
internal static class DisplayText
{
    public static string Accepted(RunProtocol.RunAccepted accepted) => accepted.How switch
    {
        RunProtocol.Acceptance.Started => $"Run {accepted.Run} started.",
        RunProtocol.Acceptance.Resumed => $"Run {accepted.Run} goes on where it stopped.",
        RunProtocol.Acceptance.AlreadyFinished => $"Run {accepted.Run} of the same specification is finished already. --new starts another.",
    };

    public static string Interrupted(RunId? run) => run is null
        ? "Interrupted before the run began."
        : $"Interrupted. Run {run} is kept: the same command goes on with it.";
}
