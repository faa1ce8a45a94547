using System.Collections.Immutable;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>Reads commands line by line, from a person or from a pipe, until <c>exit</c> or the end of the input.</summary>
internal sealed class Prompt(PbmAddress address, OutputFormat output, PbmConsole console, Interruption interruption)
{
    /// <returns>The exit code of the last command.</returns>
    /// <exception cref="OperationCanceledException">Interrupted while waiting for a line.</exception>
    public async Task<int> Run()
    {
        if (console.IsInteractive)
            console.Err($"Commands go to {address}. 'help' lists them, 'exit' or Ctrl-D ends.");
        var last = ExitCode.Done;
        while (true)
        {
            if (console.IsInteractive)
                console.Ask($"[{address}] pbm> ");
            if (await console.ReadLine(interruption.Token) is not { } typed)
            {
                if (console.IsInteractive)
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

    private async Task<int> Execute(ImmutableArray<string> words)
    {
        try
        {
            return await PbmProgram.Execute(CommandLine.ReadWords(words, address, output), console, interruption.Token);
        }
        catch (UsageException wrong)
        {
            console.Err(wrong.Message);
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (console.IsInteractive && interruption.Token.IsCancellationRequested)
        {
            // Ctrl-C at a command ends the command; at the prompt, the program.
            interruption.Forget();
            console.Err("Interrupted. What was begun in the cluster goes on.");
            return ExitCode.Interrupted;
        }
    }
}
