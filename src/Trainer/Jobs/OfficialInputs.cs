using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Trainer.Jobs;

/// <summary>The official files of earlier jobs, each checked against the hash that made it official before anything reads it.</summary>
internal sealed class OfficialInputs
{
    private readonly ImmutableArray<string> _paths;
    private readonly string _job;

    /// <exception cref="RefusedInputException">A file has been changed since it became official.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public OfficialInputs(string workspace, Job job)
    {
        _job = job.Id.Value;
        _paths = [.. job.Inputs.Select(file => Verified(workspace, file))];
    }

    /// <summary>The one input of this name.</summary>
    public string File(string name) =>
        Files(name) switch
        {
            [var only] => only,
            var found => throw new RefusedInputException($"Job {_job} needs one input named {name}, and was given {found.Length}."),
        };

    /// <summary>All inputs of this name, in ordinal order of their paths.</summary>
    public ImmutableArray<string> Files(string name) =>
        [.. _paths.Where(path => Path.GetFileName(path) == name).Order(StringComparer.Ordinal)];

    private static string Verified(string workspace, StoredFile expected)
    {
        var path = Path.Combine(workspace, expected.Path);
        var found = AtomicFile.Describe(workspace, path);
        return found.Sha256 == expected.Sha256
            ? path
            : throw new RefusedInputException($"{expected.Path} has changed since it was written (SHA-256 {found.Sha256}, expected {expected.Sha256}). Results of a run must not be edited; start a new run with --new.");
    }
}
