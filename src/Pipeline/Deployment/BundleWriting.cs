using System.Formats.Tar;
using System.Security.Cryptography;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Deployment;

/// <summary>Puts a frozen model into one archive, a plain tar: the manifest first, then the files in ordinal order of their names.</summary>
public static class BundleWriting
{
    /// <summary>Equal models give equal bytes: owners, rights and times of the entries are fixed.</summary>
    /// <returns>The archive's length and SHA-256.</returns>
    public static (long Bytes, string Sha256) Write(string path, RunModel model)
    {
        var files = model.Files.OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var manifest = model.Describe([.. files.Select(Describe)]).ToJson();
        AtomicFile.Write(path, stream =>
        {
            using var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
            Add(tar, ModelFile.Of(ModelFileNames.Manifest, manifest));
            foreach (var file in files)
                Add(tar, file);
        });
        using var written = File.OpenRead(path);
        return (written.Length, Convert.ToHexStringLower(SHA256.HashData(written)));
    }

    private static BundledFile Describe(ModelFile file)
    {
        using var stream = file.Open();
        return new BundledFile(file.Name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static void Add(TarWriter tar, ModelFile file)
    {
        using var content = file.Open();
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Name)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = content,
        });
    }
}
