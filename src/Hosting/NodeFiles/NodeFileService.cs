using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Hosting.Disk;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting.NodeFiles;

/// <summary>
/// Answers for its node whoever asks for files or for the state of its machine. The disk worker looks at the disk; a share that hangs is told as such.
/// </summary>
internal sealed class NodeFileService : ReceiveActor, IWithTimers
{
    private sealed record Forget(string Token) : INoSerializationVerificationNeeded;

    /// <summary>Who asked how this machine is, and when.</summary>
    private sealed record Check(IActorRef Asker, string Token, DateTimeOffset At, long Begun);

    /// <summary>Worker → service: the workspace was used.</summary>
    private sealed record Used(Check Check, NodeFileProtocol.StorageCheck Storage) : INoSerializationVerificationNeeded;

    /// <summary>To itself: the asker's patience ends soon, and he should hear of the rest of the machine.</summary>
    private sealed record Impatient(Check Check) : INoSerializationVerificationNeeded;

    /// <summary>Whoever began a check and went away leaves nothing behind.</summary>
    private static readonly TimeSpan ProbeLasts = TimeSpan.FromMinutes(1);

    /// <summary>Half of what 'doctor' waits for an answer.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(4);

    private readonly string? _workspace;
    private readonly DiskSession? _disk;
    private readonly HashSet<Check> _checks = [];
    private readonly MachineCheck _machine;
    private readonly TimeProvider _clock = TimeProvider.System;

    /// <param name="workspace">Null: this node sees none.</param>
    /// <param name="rights">Null likewise.</param>
    /// <param name="certificates">That this node shows to others.</param>
    public NodeFileService(string? workspace, WorkspaceRights? rights, ImmutableArray<NodeFileProtocol.CertificateEnd> certificates)
        : this(workspace, workspace is null ? null : new PosixWorkspace(workspace), rights, certificates)
    {
    }

    /// <param name="store">Where the workspace is kept; for tests: one that hangs.</param>
    public NodeFileService(string? workspace, IWorkspaceStore? store, WorkspaceRights? rights, ImmutableArray<NodeFileProtocol.CertificateEnd> certificates)
    {
        _workspace = workspace;
        _disk = store is null ? null : DiskWorker.Of(Context.System).Open(store);
        _machine = new MachineCheck(certificates, _clock);
        var cluster = Cluster.Get(Context.System);
        var probe = new WorkspaceProbe(cluster.SelfAddress.ToString());
        Receive<NodeFileProtocol.CheckNode>(check => OnCheck(check.Token, probe, rights));
        Receive<Used>(used => Answer(used.Check, used.Storage));
        Receive<Impatient>(impatient => Answer(impatient.Check, Silent()));
        Receive<NodeFileProtocol.CompareProbes>(compare => AskOrNone(store => [.. probe.Missing(store, compare.Token, compare.Nodes)]));
        Receive<NodeFileProtocol.RemoveProbe>(remove => AskOrNone(store => Removed(store, probe, remove.Token)));
        Receive<UnknownMessage>(unknown => Sender.Tell(unknown.Refusal(Context.System)));
        Receive<Forget>(forget => AskOrNone(store => Removed(store, probe, forget.Token)));
        Receive<NodeFileProtocol.AskMembers>(ask =>
            Sender.Tell(NodeFileProtocol.MembersSeen.Of(cluster.State.Members.Select(member => member.Address.ToString()), ask.Asker)));
        Receive<NodeFileProtocol.ReadFiles>(question => Ask(store => RunFilesForReading.Read(store, question)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop() => _disk?.Close(TimeSpan.Zero);

    private void OnCheck(string token, WorkspaceProbe probe, WorkspaceRights? rights)
    {
        var check = new Check(Sender, token, _clock.GetUtcNow(), _clock.GetTimestamp());
        if (_disk is not { } disk)
        {
            Sender.Tell(_machine.Answer(check.At, check.Begun, null));
            return;
        }
        if (!WorkspaceProbe.IsToken(token))
        {
            Sender.Tell(new RunProtocol.Refused("This is no token of a check."));
            return;
        }
        _checks.Add(check);
        Timers.StartSingleTimer(token, new Forget(token), ProbeLasts);
        Timers.StartSingleTimer(check, new Impatient(check), AnswersWithin);
        disk.Do(DiskLane.Questions, null, Self,
            store =>
            {
                var storage = probe.Write(store, token);
                return new Used(check, storage.Trouble is null ? storage with { Rights = rights?.Look() } : storage);
            },
            trouble => new Used(check, Troubled(trouble.Message)));
    }

    /// <summary>Once; what comes of it later is nobody's question any more.</summary>
    private void Answer(Check check, NodeFileProtocol.StorageCheck storage)
    {
        if (!_checks.Remove(check))
            return;
        Timers.Cancel(check);
        check.Asker.Tell(_machine.Answer(check.At, check.Begun, storage));
    }

    private NodeFileProtocol.StorageCheck Silent() => Troubled(_disk!.StallOf(AnswersWithin / 2) is { } stall
        ? stall.ToString() : "so many questions wait for the workspace that this one has not been asked yet");

    private NodeFileProtocol.StorageCheck Troubled(string trouble) => new(_workspace!, trouble, 0, 0, 0, 0);

    private static ImmutableArray<string> Removed(IWorkspaceStore store, WorkspaceProbe probe, string token)
    {
        probe.Remove(store, token);
        return [];
    }

    /// <summary>Of a node without a workspace nobody has to see anything.</summary>
    private void AskOrNone(Func<IWorkspaceStore, ImmutableArray<string>> missing)
    {
        if (_disk is null)
            Sender.Tell(new NodeFileProtocol.ProbesSeen([]));
        else
            Ask(store => new NodeFileProtocol.ProbesSeen(missing(store)));
    }

    private void Ask(Func<IWorkspaceStore, IWireMessage> look)
    {
        if (_disk is not { } disk)
            Sender.Tell(new RunProtocol.Refused("This node sees no workspace."));
        else if (disk.Stall is { } stall)
            Sender.Tell(new RunProtocol.Refused($"The workspace cannot be read here: {stall}."));
        else
            disk.Do(DiskLane.Questions, null, Sender, look, trouble => new RunProtocol.Refused(
                trouble is RefusedInputException ? trouble.Message : $"The workspace cannot be read here: {trouble.Message}"));
    }
}
