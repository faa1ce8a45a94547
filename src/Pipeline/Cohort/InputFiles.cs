using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using CsvHelper;

namespace AxSpa.Pipeline.Cohort;

/// <summary>A file that a researcher handed in.</summary>
/// <param name="Role">clinical, scan, split or pretrained.</param>
/// <param name="Name">What reports call it: without its folder, for those differ between machines.</param>
/// <param name="Path">Where it lay; empty where a record leaves it out.</param>
public sealed record InputFile(string Role, string Name, string Path, long Bytes, string Sha256)
{
    /// <exception cref="RefusedInputException">It is not there or cannot be read.</exception>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    /// <param name="called">What a refusal calls it, instead of its path.</param>
    public static InputFile Of(string role, string name, string path, ReadPermit? permit = null, string? called = null)
    {
        try
        {
            using var stream = (permit ?? ReadPermit.Free).Open(path);
            return new InputFile(role, name, path, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw called is null
                ? new RefusedInputException($"{path}: the {role} file cannot be read: {error.Message}{MistypedPath.Hint(path)}", error)
                : new RefusedInputException($"{called}: the file cannot be read: {error.Message.Replace(path, called, StringComparison.Ordinal)}");
        }
    }
}

/// <summary><c>inputs.csv</c>: every file a cohort was made from, so that a resume can tell whether one has changed since.</summary>
public static class InputFiles
{
    public const string FileName = "inputs.csv", ScanRole = "scan";

    public static void Save(string folder, IEnumerable<InputFile> files) => AtomicFile.Write(
        Path.Combine(folder, FileName),
        "role,name,path,bytes,sha256\n" + string.Concat(files.Select(file => string.Create(CultureInfo.InvariantCulture,
            $"{file.Role},{CsvCell.Quoted(file.Name)},{CsvCell.Quoted(file.Path)},{file.Bytes},{file.Sha256}\n"))));

    public static ImmutableArray<InputFile> Load(string folder)
    {
        using var parser = new CsvParser(new StreamReader(Path.Combine(folder, FileName)), CsvFormat.Edited);
        var files = ImmutableArray.CreateBuilder<InputFile>();
        for (parser.Read(); parser.Read();)
            files.Add(new InputFile(parser[0], parser[1], parser[2], long.Parse(parser[3], CultureInfo.InvariantCulture), parser[4]));
        return files.ToImmutable();
    }

    /// <param name="folder">The one that holds <c>inputs.csv</c>.</param>
    /// <param name="now">Where the files lie according to this specification; null: where they lay.</param>
    /// <returns>The first file that is gone or holds something else than when the cohort was prepared, with what happened; null: all are as they
    /// were.</returns>
    public static string? Verify(string folder, RunSpecification? now = null) => Changes(folder, now).FirstOrDefault();

    /// <summary>
    /// All such files, lazily: <see cref="Verify"/> has the parameters. A scan is called by its line here, for its name may tell who the patient is.
    /// </summary>
    public static IEnumerable<string> Changes(string folder, RunSpecification? now = null)
    {
        foreach (var (file, index) in Load(folder).Select((file, index) => (file, index)))
        {
            var path = now is null ? file.Path : PathOf(file, now);
            var called = file.Role == ScanRole
                ? string.Create(CultureInfo.InvariantCulture, $"the scan on line {index + 2} of {Path.Combine(folder, FileName)}")
                : path;
            if (!File.Exists(path)) yield return $"{called} is gone";
            else if (new FileInfo(path).Length != file.Bytes || InputFile.Of(file.Role, file.Name, path, called: called).Sha256 != file.Sha256)
                yield return $"{called} has changed";
        }
    }

    /// <summary>For records that are handed on: scans are numbered, and their hashes say which they are.</summary>
    public static ImmutableArray<InputFile> WithoutScanNames(ImmutableArray<InputFile> files)
    {
        var scans = 0;
        return [.. files.Select(file => file.Role != ScanRole ? file
            : file with { Name = string.Create(CultureInfo.InvariantCulture, $"scan {++scans}"), Path = "" })];
    }

    private static string PathOf(InputFile file, RunSpecification now) => file.Role switch
    {
        "clinical" => now.Cohort.Clinical,
        "split" => now.Split.File ?? file.Path,
        "pretrained" => now.Mri?.Pretrained ?? file.Path,
        _ => now.Cohort.Mri is { } scans ? Path.GetFullPath(file.Name, scans.Folder) : file.Path,
    };
}
