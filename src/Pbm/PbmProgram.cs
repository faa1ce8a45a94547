using AxSpa.Pipeline;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Pbm;

/// <summary>The ops command line: one command, or a prompt when none is given.</summary>
internal static class PbmProgram
{
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, PbmConsole console, Interruption interruption)
    {
        try
        {
            var line = CommandLine.Read(args);
            if (line.WantsUsage)
            {
                console.Out(CommandLine.Usage);
                return ExitCode.Done;
            }
            return line.Words.IsEmpty
                ? await new Prompt(line.Address, line.Access, line.Output, console, interruption).Run()
                : await Execute(line, console, interruption.Token);
        }
        catch (UsageException wrong)
        {
            console.Err($"{wrong.Message}\n{CommandLine.ShortUsage}");
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            console.Err("Interrupted. What was begun in the cluster goes on.");
            return ExitCode.Interrupted;
        }
        catch (ReaderGoneException)
        {
            // As with `| head`: the reader has what it wanted.
            return ExitCode.Done;
        }
    }

    /// <summary>One command: local files first, because what is wrong with them needs no connection.</summary>
    public static async Task<int> Execute(CommandLine line, PbmConsole console, CancellationToken cancellation)
    {
        try
        {
            using var incoming = IncomingFiles.Of(line, TimeProvider.System);
            var answers = new CommandAnswers(console, incoming);
            var exit = await PbmClient.Run(line.Address, line.Access, line.ToRequest(LocalFiles.Of(line), incoming is not null), answers.Hear, cancellation);
            if (exit == ExitCode.Done && incoming?.Keep() is { } place)
                console.Err($"{PlainText.Count(incoming.Count, "file")}, {PlainText.Bytes(incoming.Bytes)}: {place}");
            if (answers.Question is not { } question)
                return exit;
            if (Confirmation.Of(line.Words, question) is not { } confirmed)
                throw new RefusedInputException(
                    $"{line.Address} asks to confirm another command than the one that was typed. Nothing was sent. Look whether that is the right host.");
            return await IsWanted(question.Would, console, cancellation) ? await Execute(line with { Words = confirmed }, console, cancellation) : exit;
        }
        catch (Exception refused) when (refused is RefusedInputException or UsageException)
        {
            console.Err(refused.Message);
            return ExitCode.Refused;
        }
        catch (PbmConnectionException trouble)
        {
            console.Err(line.Words is ["help", ..] ? $"{trouble.Message} {CommandLine.WhereCommandsAre}" : trouble.Message);
            return ExitCode.CannotReachCluster;
        }
    }

    private static async Task<bool> IsWanted(string would, PbmConsole console, CancellationToken cancellation)
    {
        console.Ask($"This would {would}.\nGo on? [y/N] ");
        if (await console.ReadLine(cancellation) is { } answer && answer.Trim().ToLowerInvariant() is "y" or "yes")
            return true;
        console.Err("Nothing was done.");
        return false;
    }
}
