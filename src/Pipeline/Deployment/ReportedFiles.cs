using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Deployment;

/// <summary>The official files of a finished run, which its report names as what it was made from; each is compared with its hash when asked for.</summary>
public sealed class ReportedFiles
{
    private readonly RunFolder _run;
    private readonly ILookup<string, StoredFile> _byName;

    private ReportedFiles(RunFolder run, Provenance provenance)
    {
        (_run, Provenance) = (run, provenance);
        _byName = provenance.Files.ToLookup(file => Path.GetFileName(file.Path), StringComparer.Ordinal);
    }

    public Provenance Provenance { get; }

    /// <exception cref="RefusedInputException">The run has no results yet.</exception>
    public static ReportedFiles Of(RunFolder run)
    {
        var record = Path.Combine(run.Results, Provenance.FileName);
        return File.Exists(record) ? new ReportedFiles(run, Provenance.Read(record)) : throw new RefusedInputException(
            $"Run {run.Run} has no results yet ({run.Results}), so nothing in it is frozen. Let it come to its end first: 'axspa run' with the "
            + "same specification goes on.");
    }

    public bool Has(string name) => _byName.Contains(name);

    /// <returns>The path of the one file of this name.</returns>
    /// <exception cref="RefusedInputException">It is gone or was changed, or there is not one such file.</exception>
    public string Only(string name) => _byName[name].ToList() is [var only] ? Verified(only)
        : throw new RefusedInputException(
            $"The results of run {_run.Run} were made from {_byName[name].Count()} files named {name}; a run has one. Was {Provenance.FileName} edited?");

    /// <summary>The files of this name of all folds that the model consists of: those of the first repeat.</summary>
    /// <exception cref="RefusedInputException">One is gone or was changed.</exception>
    public IEnumerable<(FoldId Fold, string Path)> Folds(string name) =>
        from file in _byName[name]
        let fold = FoldId.TryParse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file.Path))) ?? "", out var parsed) ? parsed : (FoldId?)null
        where fold is { Repeat: 0 }
        orderby fold.Value.Branch, fold.Value.Index
        select (fold.Value, Verified(file));

    private string Verified(StoredFile expected)
    {
        var path = Path.GetFullPath(Path.Combine(_run.Workspace, expected.Path));
        if (!path.StartsWith(_run.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new RefusedInputException(
                $"The record of run {_run.Run} names a file outside of its folder {_run.Root}. Was {Provenance.FileName} edited? 'pbm run verify "
                + $"{_run.Run}' shows what else was.");
        if (!File.Exists(path))
            throw new RefusedInputException($"{path} is gone, and the model of run {_run.Run} is made of it. 'pbm run verify {_run.Run}' shows what else is; "
                + $"'pbm run resume {_run.Run}' computes it again.");
        return AtomicFile.Describe(_run.Workspace, path).Sha256 == expected.Sha256 ? path
            : throw new RefusedInputException($"{path} was changed since run {_run.Run} wrote it. 'pbm run verify {_run.Run}' shows what else was; 'pbm run "
            + $"resume {_run.Run}' computes it again.");
    }
}
