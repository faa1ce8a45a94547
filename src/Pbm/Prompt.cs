using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AxSpa.Pbm.Typing;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>
/// Reads commands line by line, from a person or from a pipe, until <c>exit</c> or the end of the input. Each command is a connection
/// of its own: a host that is lost and comes back is simply asked again.
/// </summary>
internal sealed class Prompt(PbmAddress address, PbmAccess access, OutputFormat output, PbmConsole console, Interruption interruption)
{
    private readonly ServerWords _server = new(address, access);

    /// <summary>Null: nobody was asked yet.</summary>
    private bool? _isConnected;

    /// <returns>The exit code of the last command.</returns>
    /// <exception cref="OperationCanceledException">Interrupted while waiting for a line.</exception>
    public async Task<int> Run()
    {
        var editor = console.Terminal is { } terminal ? new LineEditor(terminal, new History(console.HistoryFile), Complete) : null;
        if (console.IsInteractive)
            await Greet();
        var last = ExitCode.Done;
        while (true)
        {
            if (await ReadLine(editor) is not { } typed)
            {
                if (console.IsInteractive && editor is null)
                    console.Err("");
                return last;
            }
            if (CommandWords.Split(typed) is not { IsEmpty: false } words)
                continue;
            if (words is ["exit"] or ["quit"])
                return last;
            last = await Execute(words);
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A terminal is read by waiting; pbm is no member of the cluster.")]
    private async Task<string?> ReadLine(LineEditor? editor)
    {
        var prompt = $"[{address}] pbm> ";
        if (editor is not null)
            return await Task.Run(() => editor.Read(prompt), interruption.Token).WaitAsync(interruption.Token);
        if (console.IsInteractive)
            console.Ask(prompt);
        return await console.ReadLine(interruption.Token);
    }

    private ImmutableArray<string> Complete(ImmutableArray<string> words) => LocalFiles.Complete(words)
        ?? [.. _server.Completions(words, interruption.Token).GetAwaiter().GetResult(), .. words.Length == 1 ? (string[])["exit"] : []];

    private async Task Greet()
    {
        try
        {
            foreach (var line in await _server.Greeting(interruption.Token))
                console.Err(line);
            console.Err("Commands downloaded from server. Type 'help' to see what's available; Tab completes, 'exit' or Ctrl-D ends.");
            _isConnected = true;
        }
        catch (PbmConnectionException trouble)
        {
            console.Err($"{trouble.Message}\nEach command tries again; 'exit' or Ctrl-D ends.");
            _isConnected = false;
        }
    }

    private async Task<int> Execute(ImmutableArray<string> words)
    {
        try
        {
            var exit = await PbmProgram.Execute(CommandLine.ReadWords(words, address, output) with { Access = access }, console, interruption.Token);
            if (console.IsInteractive)
                TellOfConnection(exit != ExitCode.CannotReachCluster || await _server.Answers(interruption.Token));
            return exit;
        }
        catch (UsageException wrong)
        {
            console.Err(wrong.Message);
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (console.IsInteractive && interruption.Token.IsCancellationRequested)
        {
            // Ctrl-C at a command ends the command; what is typed at the prompt is the line editor's.
            interruption.Forget();
            console.Err("Interrupted. What was begun in the cluster goes on.");
            return ExitCode.Interrupted;
        }
    }

    private void TellOfConnection(bool isConnected)
    {
        if (isConnected != _isConnected)
            console.Err(isConnected ? $"connected to [{address}] again." : "connection to host terminated; the next command tries again.");
        _isConnected = isConnected;
    }
}
