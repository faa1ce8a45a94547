namespace AxSpa.Pipeline.Files;

/// <summary>All that a file holds, where that is no more than a bound: a file of any size costs no more memory than it.</summary>
internal static class BoundedRead
{
    private const int Part = 1 << 16;

    /// <param name="watch">Is shown each part as it is read, and may throw; null: nobody.</param>
    /// <returns>Null: there is more.</returns>
    public static byte[]? All(FileStream file, int mostBytes, Action<ReadOnlySpan<byte>>? watch = null)
    {
        var length = file.Length;
        if (length > mostBytes)
            return null;
        // Not touched before it is read: what a watcher refuses at its beginning costs only that.
        var (all, read) = (GC.AllocateUninitializedArray<byte>((int)length), 0);
        Span<byte> more = stackalloc byte[1];
        for (; ; )
        {
            if (read == all.Length) // at its end, or somebody writes on
            {
                if (file.Read(more) == 0)
                    return all;
                if (read == mostBytes)
                    return null;
                Array.Resize(ref all, (int)Math.Min(mostBytes, 2L * read + Part));
                all[read++] = more[0];
                watch?.Invoke(more);
                continue;
            }
            var bytes = file.Read(all.AsSpan(read, Math.Min(Part, all.Length - read)));
            if (bytes == 0)
                return all[..read];
            watch?.Invoke(all.AsSpan(read, bytes));
            read += bytes;
        }
    }
}
