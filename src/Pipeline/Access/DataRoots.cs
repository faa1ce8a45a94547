using System.Collections.Immutable;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Access;

/// <summary>A run wants to read, or would write, outside of the folders that the cluster allows.</summary>
public sealed class DataRootException(string message) : RefusedInputException(message)
{
    /// <summary>Where a symbolic link on the way leads; null: there is none.</summary>
    internal string? LeadsTo { get; init; }

    /// <summary>For files whose names tell who the patients are: the same without where the link leads.</summary>
    internal string WithoutTarget => LeadsTo is null ? Message : Message.Replace($"leads to {LeadsTo}", "leads elsewhere", StringComparison.Ordinal);
}

/// <summary>
/// The folders below which a run may read what it names. They bind whoever may submit runs and is not to see every file that
/// the processes of the cluster can read; so what counts is where a path really leads.
/// </summary>
public sealed class DataRoots
{
    /// <summary>Folders, separated as in PATH; used where no option names any.</summary>
    public const string EnvironmentVariable = "AXSPA_DATA_ROOTS";

    public const string Option = "--data-root";

    private readonly ImmutableArray<string> _real;

    private DataRoots(ImmutableArray<string> folders, ImmutableArray<string> real) => (Folders, _real) = (folders, real);

    /// <summary>No folder was named: a run may read what the processes can.</summary>
    public static DataRoots Anywhere { get; } = new([], []);

    /// <summary>Absolute, as they were named.</summary>
    public ImmutableArray<string> Folders { get; }

    public bool IsAnywhere => Folders.IsEmpty;

    /// <param name="folders">None: <see cref="Anywhere"/>.</param>
    /// <exception cref="RefusedInputException">One is not a folder on this machine.</exception>
    public static DataRoots Of(IEnumerable<string> folders)
    {
        ImmutableArray<string> named = [.. folders.Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];
        if (named.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw new RefusedInputException(
                $"{Option} {missing}: is not a folder on this machine. Is its share mounted? Correct the path, or make the folder.");
        return named.IsEmpty ? Anywhere : new DataRoots(named, [.. named.Select(RealPath.Of)]);
    }

    /// <param name="given">What the options say; empty: the environment is asked.</param>
    /// <exception cref="RefusedInputException">One is not a folder on this machine.</exception>
    public static DataRoots Configured(IReadOnlyCollection<string> given) => Of(given.Count > 0 ? given
        : (Environment.GetEnvironmentVariable(EnvironmentVariable) ?? "").Split(
            Path.PathSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <param name="key">Of the specification, for messages: <c>cohort.clinical</c>.</param>
    public ReadPermit For(string key) => new(this, key);

    /// <summary>That a folder a job is about to write into lies in the workspace, links followed. Without roots nothing is looked at.</summary>
    /// <exception cref="DataRootException">It does not.</exception>
    public void RequireInWorkspace(string workspace, string folder)
    {
        if (!IsAnywhere && RealPath.Of(folder) is var real && !RealPath.IsIn(RealPath.Of(workspace), real))
            throw new DataRootException($"{folder} leads to {real}, outside of the workspace {workspace}, and a run writes below it only. Remove the "
                + "symbolic link on the way there.");
    }

    /// <param name="path">Absolute, as the specification has it.</param>
    /// <param name="real">Where it leads.</param>
    internal void Require(string key, string path, string real)
    {
        if (IsAnywhere || _real.Any(root => RealPath.IsIn(root, real)))
            return;
        var where = real == path ? "lies outside of" : $"leads to {real}, outside of";
        throw new DataRootException(
            $"{key}: {path} {where} what runs may read here, which is below {string.Join(" or ", Folders)}. Put the data there, or have its folder named "
            + $"with {Option} on the coordinators and the GPU nodes.")
        {
            LeadsTo = real == path ? null : real,
        };
    }
}
