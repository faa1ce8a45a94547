using System.Collections.Immutable;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>What the prompt asks a host beside the commands that people type: its greeting, and how a word may go on.</summary>
internal sealed class ServerWords(PbmAddress address, PbmAccess access)
{
    /// <summary>Whoever pressed Tab types on meanwhile.</summary>
    private static readonly TimeSpan CompletionWithin = TimeSpan.FromSeconds(2);

    /// <exception cref="PbmConnectionException">Nobody listens there.</exception>
    public async Task<ImmutableArray<string>> Greeting(CancellationToken cancellation)
    {
        var (exit, lines) = await Ask(PbmRequest.Hello, [], cancellation);
        return [$"successfully connected to [{address}]", .. exit is ExitCode.Done or ExitCode.NotAllowed ? lines : []];
    }

    public async Task<bool> Answers(CancellationToken cancellation)
    {
        try
        {
            await Ask(PbmRequest.Hello, [], cancellation);
            return true;
        }
        catch (PbmConnectionException)
        {
            return false;
        }
    }

    /// <param name="words">The last one is being typed.</param>
    /// <returns>Nothing where the host is away, too slow, or too old to know.</returns>
    public async Task<ImmutableArray<string>> Completions(ImmutableArray<string> words, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(CompletionWithin);
        try
        {
            var (exit, lines) = await Ask(PbmRequest.Complete, words, late.Token);
            return exit == ExitCode.Done ? lines : [];
        }
        catch (Exception trouble) when (trouble is PbmConnectionException or OperationCanceledException or UsageException)
        {
            return [];
        }
    }

    private async Task<(int Exit, ImmutableArray<string> Lines)> Ask(string palette, ImmutableArray<string> args, CancellationToken cancellation)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var exit = await PbmClient.Run(address, access, new PbmRequest(palette, "", args, OutputFormat.Table, [], Token: access.Token), answer =>
        {
            foreach (var text in new[] { answer.Out, answer.Err }.OfType<string>())
                lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }, cancellation);
        return (exit, lines.ToImmutable());
    }
}
