namespace AxSpa.Shared.Pbm;

/// <summary>What a command's exit code says; the same for <c>pbm</c> and <c>axspa</c>.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int RunFailed = 1;

    /// <summary>Wrong usage, or an input that was refused.</summary>
    public const int Refused = 2;
    public const int CannotReachCluster = 3;
    public const int NotAllowed = 4;
    public const int Interrupted = 130;
}
