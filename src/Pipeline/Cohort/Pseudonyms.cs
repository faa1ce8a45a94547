using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// Names that stand for patients in messages. They are keyed (HMAC-SHA256): who knows a patient's identifier but not the key of the
/// workspace cannot tell which pseudonym is that patient's. Results hold none: they would differ from workspace to workspace.
/// </summary>
public sealed class Pseudonyms
{
    public const string KeyFileName = "pseudonym.key";

    public const string Prefix = "P-";

    private const int KeyBytes = 32, ShownBytes = 6;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly byte[] _key;

    private Pseudonyms(byte[] key) => _key = key;

    /// <summary>The workspace's; the first who asks makes the key. Never in a folder that is not the workspace just now: it has one.</summary>
    /// <exception cref="IOException">The key can neither be read nor made.</exception>
    /// <exception cref="RefusedInputException">There is a file of that name, and no key in it.</exception>
    public static Pseudonyms Of(string workspace)
    {
        var path = Path.Combine(workspace, KeyFileName);
        if (!File.Exists(path))
            Make(path);
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? new Pseudonyms(key)
            : throw new RefusedInputException($"{path} holds {key.Length} bytes, and a key of pseudonyms has {KeyBytes}. Bring the right file back, or "
            + "delete it: patients then get other pseudonyms than in earlier logs.");
    }

    /// <returns>P- and twelve hexadecimal digits.</returns>
    public string this[string patientId] =>
        Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"axspa patient {patientId}")).AsSpan(0, ShownBytes));

    /// <summary>Is it written as a pseudonym is? Whether a patient has it is another question.</summary>
    public static bool IsOne(string text) =>
        text.Length == Prefix.Length + 2 * ShownBytes && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Digits) < 0;

    /// <summary>Never over a key that another process made meanwhile: that one is in use.</summary>
    private static void Make(string path)
    {
        KnownWorkspaces.Require(path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = WorkspaceAccess.Of(Path.GetDirectoryName(path)!).File; // a node under another user of the group reads it too
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: false);
            FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Theirs it is.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
