using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;
using AxSpa.Standalone.Commands;

// Exit codes: 0 done, 1 the run failed, 2 wrong usage or refused input, 3 cannot reach the cluster, 130 interrupted.
var parsed = AxspaCommand.Create().Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Errors.Count > 0)
{
    foreach (var line in UsageErrors.Of(parsed))
        Console.Error.WriteLine(line);
    return ExitCode.Refused;
}
try
{
    // Ctrl-C and SIGTERM are the host's: it lets the cluster end in order.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (RefusedInputException refused)
{
    Console.Error.WriteLine(VisibleText.Of(refused.Message));
    return ExitCode.Refused;
}
catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{trouble.Message} What was recorded is safe; the same command goes on.");
    return ExitCode.RunFailed;
}
