using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting.Desk;

/// <summary>
/// Answers for its node whoever asks for files or for the state of its machine. Every look at a disk has a thread of its own: a share
/// that hangs takes neither the actor nor the thread pool along.
/// </summary>
internal sealed class DeskActor : ReceiveActor, IWithTimers
{
    private sealed record Forget(string Token) : INoSerializationVerificationNeeded;

    /// <summary>Whoever began a check and went away leaves nothing behind.</summary>
    private static readonly TimeSpan ProbeLasts = TimeSpan.FromMinutes(1);

    /// <param name="workspace">Null: this node sees none.</param>
    /// <param name="rights">Null likewise.</param>
    /// <param name="certificates">That this node shows to others.</param>
    public DeskActor(string? workspace, WorkspaceRights? rights, ImmutableArray<DeskProtocol.CertificateEnd> certificates)
    {
        var files = workspace is null ? null : new RunFilesForReading(workspace);
        var probe = workspace is null ? null : new WorkspaceProbe(workspace, Cluster.Get(Context.System).SelfAddress.ToString());
        var machine = new MachineCheck(probe, rights, certificates, TimeProvider.System);
        Receive<DeskProtocol.CheckNode>(check =>
        {
            if (probe is not null && WorkspaceProbe.IsToken(check.Token))
                Timers.StartSingleTimer(check.Token, new Forget(check.Token), ProbeLasts);
            OnItsOwnThread(() => machine.Answer(check.Token));
        });
        Receive<DeskProtocol.CompareProbes>(compare => OnItsOwnThread(() => new DeskProtocol.ProbesSeen(probe is null ? [] : [.. probe.Missing(compare.Token, compare.Nodes)])));
        Receive<DeskProtocol.RemoveProbe>(remove => OnItsOwnThread(() => Removed(probe, remove.Token)));
        Receive<UnknownMessage>(unknown => Sender.Tell(unknown.Refusal(Context.System)));
        Receive<Forget>(forget => OnItsOwnThread(() => Removed(probe, forget.Token)));
        var cluster = Cluster.Get(Context.System);
        Receive<DeskProtocol.AskMembers>(ask => Sender.Tell(DeskProtocol.MembersSeen.Of(cluster.State.Members.Select(member => member.Address.ToString()), ask.Asker)));
        Receive<DeskProtocol.ReadFiles>(question =>
        {
            if (files is null)
                Sender.Tell(new RunProtocol.Refused("This node sees no workspace."));
            else
                OnItsOwnThread(() => files.Read(question));
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DeskProtocol.ProbesSeen Removed(WorkspaceProbe? probe, string token)
    {
        probe?.Remove(token);
        return new DeskProtocol.ProbesSeen([]);
    }

    private void OnItsOwnThread(Func<IWireMessage> look) => OwnThread.Tell(Sender, "desk", () => Answer(look));

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
