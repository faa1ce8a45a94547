using System.Buffers.Binary;

namespace AxSpa.ReportPack.Layout;

/// <summary>A picture inside the page.</summary>
/// <param name="Alt">What somebody who cannot see it must know.</param>
/// <param name="Caption">For everybody.</param>
internal sealed record Picture(string FileName, string Title, string Alt, string Caption, string Source, int Width, int Height)
{
    /// <summary>Wide ones have several panels: on a small screen they keep a readable size and are moved sideways.</summary>
    public bool IsWide => Width > 1.3 * Height;

    public static Picture Of(ReportPicture picture, string title, string alt, string caption)
    {
        // A PNG file: 8 bytes of signature, the length and name of its first chunk, then width and height.
        var size = picture.Png.AsSpan(16, 8);
        return new Picture(
            picture.FileName, title, alt, caption, $"data:image/png;base64,{Convert.ToBase64String(picture.Png)}",
            BinaryPrimitives.ReadInt32BigEndian(size), BinaryPrimitives.ReadInt32BigEndian(size[4..]));
    }
}
