using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>The text of a table file, once it is certain that it is text.</summary>
/// <param name="Sha256">Of the file's bytes, lower-case hexadecimal.</param>
/// <param name="Delimiter">Of Excel's own first line, <c>sep=;</c>, which stands in no other program's tables; null: there is none.</param>
public sealed record TableText(string Path, string Text, long Bytes, string Sha256, char? Delimiter = null)
{
    /// <exception cref="TableException">There is no such file, it is a folder, cannot be read, is too large, is empty or is not UTF-8 text.</exception>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    internal static TableText Read(string path, ReadPermit? permit, TableLimits limits)
    {
        var bytes = Contents(path, permit ?? ReadPermit.Free, limits);
        if (bytes.Length == 0) throw new TableException(path, "the file is empty. Expected a header line and one row per patient.");
        if (Foreign(bytes) is { } kind) throw new TableException(path, $"{kind}, not a CSV file. Save the table as CSV (UTF-8) and name that file.");
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            // Its line stays, empty, so that the others keep their numbers.
            return SeparatorOf(text) is var (delimiter, length)
                ? new TableText(path, text[length..], bytes.Length, hash, delimiter)
                : new TableText(path, text, bytes.Length, hash);
        }
        catch (DecoderFallbackException error)
        {
            throw new TableException(path,
                $"line {LineOfFirstBadByte(bytes)} is not UTF-8 text (an older spreadsheet's encoding?). Save the table as CSV UTF-8.", error);
        }
    }

    private static byte[] Contents(string path, ReadPermit permit, TableLimits limits)
    {
        permit.Require(path); // before anything is said of what is there
        if (Directory.Exists(path)) throw new TableException(path, "this is a folder. Name the CSV file in it.");
        if (!File.Exists(path))
            throw new TableException(path, $"there is no such file. Paths count from the folder of the YAML file.{MistypedPath.Hint(path, permit)}");
        try
        {
            using var file = permit.Open(path);
            return BoundedRead.All(file, limits.MostBytes, new RowLengths(path, limits).Watch)
                ?? throw new TableException(path,
                    string.Create(CultureInfo.InvariantCulture,
                        $"the file holds more than the {limits.MostBytes >> 20} MiB that a table may have. Leave out rows or columns "
                        + $"that the run does not need."));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new TableException(path, "no right to read it. Give this user read access.", error);
        }
        catch (IOException error)
        {
            throw new TableException(path, $"cannot be read: {error.Message}", error);
        }
    }

    private static (char Delimiter, int Length)? SeparatorOf(string text) =>
        text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[4] is not '"' and var delimiter
            && text[5] is '\n' or '\r' ? (delimiter, 5)
        : text.StartsWith("\"sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 7 && text[6] == '"' && text[7] is '\n' or '\r' ? (text[5], 7)
        : null;

    private static string? Foreign(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return "this is a zip archive or an Excel workbook";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "this is gzip-compressed";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return "this is UTF-16 text";
        if (DicomFile.Begins(bytes)) return "this is DICOM";
        return bytes.Contains((byte)0) ? "this is binary data" : null;
    }

    private static int LineOfFirstBadByte(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            if (rune.Value == '\n') line++;
            bytes = bytes[length..];
        }
        return line;
    }
}
