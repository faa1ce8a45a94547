using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands;

/// <summary>One command of pbm: what it is called and takes, and what it does.</summary>
internal interface ICommand
{
    CommandDescription Description { get; }

    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    /// <exception cref="CommandRefusedException">The cluster refuses what was asked.</exception>
    /// <exception cref="ClusterUnreachableException">Nobody answers.</exception>
    Task<int> Execute(CommandCall call);
}

/// <summary>A command that changes something, and can say beforehand what it would do.</summary>
internal interface IChange : ICommand
{
    /// <returns>What <see cref="ICommand.Execute"/> would do now.</returns>
    /// <exception cref="CommandRefusedException">It would be refused.</exception>
    /// <exception cref="ClusterUnreachableException">Nobody answers.</exception>
    Task<Rehearsal> Rehearse(CommandCall call);
}

/// <summary>One use of a command.</summary>
/// <param name="Receives">The client stores files that are sent to it.</param>
/// <param name="Disconnected">Cancelled when the client is gone: nobody wants the answer any more.</param>
/// <param name="Stopping">Cancelled when this process ends.</param>
internal sealed record CommandCall(
    GivenArguments Arguments, OutputFormat Output, ImmutableArray<LocalFile> Files, bool Receives, ICommandOutput To,
    CancellationToken Disconnected, CancellationToken Stopping)
{
    public bool WantsJson => Output == OutputFormat.Json;
}

/// <summary>Where a command says things: data apart from messages.</summary>
internal interface ICommandOutput : IFileOutput
{
    Task Data(string text);

    Task Message(string text);

    /// <summary>A command that cannot be undone was not confirmed.</summary>
    /// <param name="otherwise">For a script, which cannot be asked.</param>
    Task Question(PbmQuestion question, string otherwise);
}

/// <summary>A command that sends files to its client.</summary>
internal interface IFileOutput
{
    Task Begin(string name);

    Task Part(byte[] bytes);

    /// <param name="sha256">Of what the client must have got; lower-case hexadecimal.</param>
    Task End(long bytes, string sha256);
}

/// <summary>What was asked cannot be granted; the message is for people. Exit code 2.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);

/// <summary>Exit code 3; the message says who does not answer and what to look at.</summary>
internal sealed class ClusterUnreachableException(string message) : Exception(message);
