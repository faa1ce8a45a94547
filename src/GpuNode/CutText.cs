namespace AxSpa.GpuNode;

/// <summary>Texts of unknown length, cut so that the message that carries them fits one frame.</summary>
internal static class CutText
{
    public static string At(int longest, string text) => text.Length > longest ? text[..longest] + " ..." : text;
}
