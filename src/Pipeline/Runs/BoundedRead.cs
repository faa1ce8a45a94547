namespace AxSpa.Pipeline.Runs;

/// <summary>All that a file holds, where that is no more than a bound: a file of any size costs no more memory than it.</summary>
internal static class BoundedRead
{
    /// <param name="file">A pipe too, which does not say how much is in it.</param>
    /// <returns>Null: there is more.</returns>
    public static byte[]? All(Stream file, int mostBytes)
    {
        if (file.CanSeek && file.Length > mostBytes)
            return null;
        using var read = new MemoryStream(file.CanSeek ? (int)file.Length : 0);
        var part = new byte[1 << 16];
        for (int bytes; (bytes = file.Read(part)) > 0;)
        {
            if (read.Length + bytes > mostBytes)
                return null;
            read.Write(part, 0, bytes);
        }
        return read.ToArray();
    }
}
