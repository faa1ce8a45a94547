using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// Unpacks a bundle with everything in it compared with its manifest: a file that was cut off, altered, added or taken out is
/// named. Whoever changes the manifest as well makes another bundle, whose SHA-256 is not the one that export printed.
/// </summary>
public static class BundleReading
{
    private const int LongestManifest = 4 << 20, MostFiles = 1000, LongestName = 100;
    private const string Again = "Copy it again from where it was exported, or export the run again with 'axspa export'.";

    /// <param name="sha256">What export printed for the archive; null: only the manifest is trusted.</param>
    /// <param name="folder">Gets the files, each under its name.</param>
    /// <exception cref="BundleException">It is not a bundle, not whole, or not the one that was asked for.</exception>
    public static (BundleManifest Manifest, ImmutableArray<ModelFile> Files) Unpack(string path, string folder, string? sha256 = null)
    {
        if (!File.Exists(path))
            throw new BundleException(path,
                Directory.Exists(path) ? "this is a folder. A bundle is the one file that 'axspa export' writes." : "there is no such file.");
        using var stream = Open(path);
        if (sha256 is not null && Convert.ToHexStringLower(SHA256.HashData(stream)) is var found
            && !string.Equals(found, sha256, StringComparison.OrdinalIgnoreCase))
            throw new BundleException(path, $"its SHA-256 is {found}, and {sha256} was asked for: it is another bundle, or it was changed. {Again}");
        stream.Position = 0;
        try
        {
            using var tar = new TarReader(stream);
            var manifest = Manifest(path, tar);
            return (manifest, Unpack(path, tar, manifest, folder));
        }
        // Of a header that somebody made up the reader of archives throws what its arithmetic throws.
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException or NotSupportedException or OutOfMemoryException)
        {
            throw new BundleException(path, $"it is not a whole tar archive ({damaged.Message}). {Again}", damaged);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.Open(path, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(path, $"it cannot be read: {error.Message}", error);
        }
    }

    private static BundleManifest Manifest(string path, TarReader tar)
    {
        if (tar.GetNextEntry() is not
            {
                EntryType: TarEntryType.RegularFile, Name: ModelFileNames.Manifest, Length: <= LongestManifest, DataStream: { } content,
            })
            throw new BundleException(path, $"it does not begin with {ModelFileNames.Manifest}, so it is not a bundle. {Again}");
        BundleManifest manifest;
        try
        {
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            manifest = BundleManifest.FromJson(bytes.ToArray());
        }
        catch (JsonException error)
        {
            throw new BundleException(path, $"its {ModelFileNames.Manifest} cannot be read: {error.Message} {Again}", error);
        }
        if (manifest.Format != BundleManifest.CurrentFormat)
            throw new BundleException(path,
                $"its format is '{manifest.Format}', and this program reads '{BundleManifest.CurrentFormat}'. Use the version of axspa that wrote it: "
                + $"{string.Join(", ", manifest.Software.Select(part => $"{part.Key} {part.Value}"))}.");
        Check(path, manifest);
        return manifest;
    }

    private static void Check(string path, BundleManifest manifest)
    {
        if (manifest.Software.Values.Any(version => version is null))
            throw new BundleException(path, $"software of its {ModelFileNames.Manifest} must be texts. {Again}");
        if (manifest.Files is { IsDefault: true } or { Length: > MostFiles } || manifest.Files.Any(file => file is not { Bytes: >= 0 }))
            throw new BundleException(path, $"files of its {ModelFileNames.Manifest} must be a list of at most {MostFiles} files with their lengths. {Again}");
        if (manifest.Files.FirstOrDefault(file => !IsPlain(file.Name)) is { } odd)
            throw new BundleException(path, $"'{odd.Name}' is no name for a file of a model. {Again}");
        var names = new HashSet<string>(StringComparer.Ordinal) { ModelFileNames.Manifest };
        foreach (var file in manifest.Files)
            if (!names.Add(file.Name))
                throw new BundleException(path, $"files of its {ModelFileNames.Manifest} names {file.Name} twice. {Again}");
        if (manifest.Files.FirstOrDefault(file => FoldersOf(file.Name).Any(names.Contains)) is { } below)
            throw new BundleException(path, $"'{below.Name}' lies below another file of its {ModelFileNames.Manifest}. {Again}");
    }

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var end = name.LastIndexOf('/'); end > 0; end = name.LastIndexOf('/', end - 1))
            yield return name[..end];
    }

    /// <summary>Relative, of plain letters, and no longer than an archive holds: nothing of it can land outside the folder it is unpacked to.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    private static ImmutableArray<ModelFile> Unpack(string path, TarReader tar, BundleManifest manifest, string folder)
    {
        var expected = manifest.Files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        var files = ImmutableArray.CreateBuilder<ModelFile>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType != TarEntryType.RegularFile || !expected.Remove(entry.Name, out var file))
                throw new BundleException(path, $"'{entry.Name}' is in it, and its manifest does not list such a file: somebody put it there. {Again}");
            var target = Path.Combine(folder, file.Name);
            Copy(path, entry, file, target);
            files.Add(ModelFile.On(file.Name, target));
        }
        return expected.Count == 0 ? files.ToImmutable()
            : throw new BundleException(path,
                $"{string.Join(", ", expected.Keys.Order(StringComparer.Ordinal))} of its manifest {(expected.Count == 1 ? "is" : "are")} not in it: it is "
                + $"cut off, or somebody took it out. {Again}");
    }

    private static void Copy(string path, TarEntry entry, BundledFile file, string target)
    {
        if (entry.Length != file.Bytes)
            throw new BundleException(path,
                string.Create(CultureInfo.InvariantCulture, $"{file.Name} has {entry.Length} bytes, its manifest says {file.Bytes}. {Again}"));
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            AtomicFile.Write(target, copy =>
            {
                var buffer = new byte[1 << 20];
                for (int read; entry.DataStream is { } content && (read = content.Read(buffer)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                    copy.Write(buffer, 0, read);
                }
            });
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Sha256)
                return;
        }
        File.Delete(target);
        throw new BundleException(path, $"{file.Name} is not the file that was exported: its SHA-256 differs from the manifest's. {Again}");
    }
}
