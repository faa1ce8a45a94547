using System.Formats.Tar;
using System.IO.Compression;

namespace AxSpa.Standalone.Tests;

/// <summary>The files of a .tar.gz as texts, by their names.</summary>
internal static class ArchivedTexts
{
    public static IReadOnlyDictionary<string, string> Of(string archive)
    {
        var texts = new Dictionary<string, string>();
        using var file = File.OpenRead(archive);
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            texts.Add(entry.Name, reader.ReadToEnd());
        }
        return texts;
    }
}
