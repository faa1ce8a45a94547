using System.Text;

namespace AxSpa.Pipeline.Files;

/// <summary>Whole files out of a store and into it.</summary>
public static class StoreReading
{
    private const int Part = 1 << 16;

    /// <summary>All that a file holds, where that is no more than a bound: a file of any size costs no more memory than it.</summary>
    /// <returns>Null: there is more.</returns>
    public static byte[]? ReadAll(this IWorkspaceStore store, StoreName name, int mostBytes)
    {
        using var file = store.Read(name);
        using var all = new MemoryStream();
        var part = new byte[Math.Clamp(mostBytes, 1, Part)];
        for (int read; (read = file.Read(part)) > 0;)
        {
            if (all.Length + read > mostBytes)
                return null;
            all.Write(part, 0, read);
        }
        return all.ToArray();
    }

    /// <summary>Whether a file is there and holds these bytes and no others.</summary>
    public static bool Holds(this IWorkspaceStore store, StoreName name, byte[] bytes)
    {
        try
        {
            return store.ReadAll(name, bytes.Length) is { } found && found.AsSpan().SequenceEqual(bytes);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Write(this IWorkspaceStore store, StoreName name, byte[] bytes) => store.Write(name, stream => stream.Write(bytes));

    public static byte[] Bytes(string text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);

    /// <summary>For readers that take a path.</summary>
    /// <exception cref="IOException">This storage has no paths of this machine.</exception>
    public static string PathOf(this IWorkspaceStore store, StoreName name) =>
        store.LocalPath(name) ?? throw new IOException($"{name} has no path on this machine: {store.Title} is no folder.");
}
