using System.Collections.Immutable;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Specification;
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

    /// <summary>How the name of a file may go on, where the word that is being typed is one.</summary>
    /// <param name="words">The last one is being typed.</param>
    /// <returns>Null: it is none.</returns>
    public static ImmutableArray<string>? Complete(ImmutableArray<string> words) =>
        words is [var palette, var name, .., var begun] && LocalFileCommands.Find(palette, name) is not null && words.Length > 2
            && !begun.StartsWith('-') && words.Skip(2).SkipLast(1).All(word => word.StartsWith('-'))
            ? Named(begun)
            : null;

    private static ImmutableArray<string> Named(string begun)
    {
        var folder = begun[..(begun.LastIndexOf('/') + 1)];
        try
        {
            return
            [
                .. new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos()
                    .Where(entry => !entry.Name.StartsWith('.'))
                    .Where(entry => entry is DirectoryInfo || entry.Extension is ".yaml" or ".yml")
                    .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                    .Where(path => path.StartsWith(begun, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
