using Akka.Actor;

namespace AxSpa.Hosting.Membership;

/// <summary>Why a member ends itself, in order, with another exit code than 0.</summary>
public sealed class MemberEnding : CoordinatedShutdown.Reason
{
    /// <summary>It saw too few of its seeds for too long: its supervisor starts it again, and it waits until it may join.</summary>
    public static readonly MemberEnding QuorumLost = new(1);

    /// <summary>It was given other seeds than its cluster: started again, it would be refused again.</summary>
    public static readonly MemberEnding Refused = new(2);

    private MemberEnding(int exitCode) => ExitCode = exitCode;

    public override int ExitCode { get; }
}
