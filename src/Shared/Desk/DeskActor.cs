using Akka.Actor;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Desk;

/// <summary>
/// Answers for its node whoever asks for files or for the state of its machine. Every look at a disk has a thread of its own: a share
/// that hangs takes neither the actor nor the thread pool along.
/// </summary>
internal sealed class DeskActor : ReceiveActor
{
    /// <param name="workspace">Null: this node sees none.</param>
    public DeskActor(string? workspace)
    {
        var files = workspace is null ? null : new RunFilesForReading(workspace);
        Receive<DeskProtocol.ReadFiles>(question =>
        {
            if (files is null)
                Sender.Tell(new RunProtocol.Refused("This node sees no workspace."));
            else
                OnItsOwnThread(() => files.Read(question));
        });
    }

    private void OnItsOwnThread(Func<IWireMessage> look)
    {
        var asker = Sender;
        new Thread(() => asker.Tell(Answer(look))) { IsBackground = true, Name = "desk" }.Start();
    }

    private static IWireMessage Answer(Func<IWireMessage> look)
    {
        try
        {
            return look();
        }
        catch (RefusedInputException refused)
        {
            return new RunProtocol.Refused(refused.Message);
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return new RunProtocol.Refused($"The workspace cannot be read here: {trouble.Message}");
        }
    }
}
