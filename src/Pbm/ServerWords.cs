using System.Collections.Immutable;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>What the prompt asks a host beside the commands that people type: its greeting, and how a word may go on.</summary>
internal sealed class ServerWords(PbmAddress address, PbmAccess access)
{
    /// <summary>Whoever pressed Tab types on meanwhile.</summary>
    private static readonly TimeSpan CompletionWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan GreetingWithin = TimeSpan.FromSeconds(10);

    /// <summary>Of everything that is answered to one question; a host that says more is not listened to any longer.</summary>
    private const int MostLetters = 1 << 20;

    private const int MostGreetingLines = 100;

    /// <exception cref="PbmConnectionException">Nobody listens there.</exception>
    public async Task<ImmutableArray<string>> Greeting(CancellationToken cancellation)
    {
        var (exit, lines) = await Greet(cancellation);
        return [$"successfully connected to [{address}]", .. exit is ExitCode.Done or ExitCode.NotAllowed ? lines.Take(MostGreetingLines) : []];
    }

    public async Task<bool> Answers(CancellationToken cancellation)
    {
        try
        {
            await Greet(cancellation);
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

    private async Task<(int Exit, ImmutableArray<string> Lines)> Greet(CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(GreetingWithin);
        try
        {
            return await Ask(PbmRequest.Hello, [], late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PbmConnectionException($"{address} did not say who is there within {GreetingWithin.TotalSeconds:0} s.");
        }
    }

    private async Task<(int Exit, ImmutableArray<string> Lines)> Ask(string palette, ImmutableArray<string> args, CancellationToken cancellation)
    {
        var (lines, letters) = (ImmutableArray.CreateBuilder<string>(), 0);
        var exit = await PbmClient.Run(address, access, new PbmRequest(palette, "", args, OutputFormat.Table, [], Token: access.Token), answer =>
        {
            foreach (var text in new[] { answer.Out, answer.Err }.OfType<string>())
            {
                if ((letters += Math.Min(text.Length, MostLetters)) > MostLetters)
                    throw new PbmConnectionException($"{address} says more than a prompt listens to.");
                lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
        }, cancellation);
        return (exit, lines.ToImmutable());
    }
}
