using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>Reads and checks the files of this machine that a command sends along.</summary>
internal static class LocalFiles
{
    /// <exception cref="RefusedInputException">The file cannot be used; names its line and key.</exception>
    /// <exception cref="UsageException">The file is not named, or the command is typed in another wrong way.</exception>
    public static ImmutableArray<LocalFile> Of(CommandLine line)
    {
        if (line.Words is not [var palette, var name, ..] || LocalFileCommands.Find(palette, name) is not var (command, argument)
            || line.Words.Any(word => word is "--help" or "-h"))
            return [];
        var file = GivenArguments.Read(command, [.. line.Words.Skip(2)]).Argument(argument);
        // Sent in full and with absolute paths: the cluster knows neither this folder nor this file.
        return [new LocalFile(file, RunYaml.Write(RunYaml.Read(file)))];
    }
}
