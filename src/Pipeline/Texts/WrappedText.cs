namespace AxSpa.Pipeline.Texts;

/// <summary>Text in lines of at most so many letters, broken at spaces.</summary>
public static class WrappedText
{
    /// <param name="indent">Before every line of a paragraph but the first; it counts.</param>
    /// <returns>A word that is longer than a line is cut.</returns>
    public static IEnumerable<string> Lines(string text, int width, string indent = "")
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = paragraph.TrimEnd();
            for (var (isFirst, room) = (true, width); rest.Length > 0; isFirst = false, room = width - indent.Length)
            {
                var cut = rest.Length <= room ? rest.Length : rest.LastIndexOf(' ', room) is > 0 and var blank ? blank : room;
                yield return isFirst ? rest[..cut] : indent + rest[..cut];
                rest = rest[cut..].TrimStart(' ');
            }
        }
    }
}
