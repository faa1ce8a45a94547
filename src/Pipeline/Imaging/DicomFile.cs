using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Imaging;

/// <summary>What a scanner writes, a file per slice or series. A run reads NIfTI, so all there is to say of DICOM is how to convert it.</summary>
public static class DicomFile
{
    public const string Advice =
        "Convert the folder of its series to NIfTI with dcm2niix, for example 'dcm2niix -z y -o nifti FOLDER_OF_THE_SERIES', and name what that writes.";

    /// <summary>DICOM PS3.10: 128 bytes of preamble, then these four letters.</summary>
    private const int Preamble = 128;

    private static readonly string[] Endings = [".dcm", ".dicom", ".ima"];

    public static bool IsNamed(string name) =>
        Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || Path.GetFileName(name) == "DICOMDIR";

    /// <param name="start">The first bytes of a file.</param>
    public static bool Begins(ReadOnlySpan<byte> start) => start.Length >= Preamble + 4 && start.Slice(Preamble, 4).SequenceEqual("DICM"u8);

    /// <summary>By its content. What cannot be read is none.</summary>
    public static bool IsOne(string path, ReadPermit? permit = null)
    {
        try
        {
            using var file = (permit ?? ReadPermit.Free).Open(path);
            Span<byte> start = stackalloc byte[Preamble + 4];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && Begins(start);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or RefusedInputException)
        {
            return false;
        }
    }
}
