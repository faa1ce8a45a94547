using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AxSpa.Shared.Keys;

/// <summary>
/// 256 random bits with a prefix by which scanners for leaked secrets find them. So much chance cannot be guessed or looked up, so one SHA-256
/// is kept of it; what is derived slowly from passwords would only slow a command down.
/// </summary>
public static class AccessToken
{
    private const string Prefix = "axspa_";
    private const int Bytes = 32;

    /// <summary>Of a token as text, and of what may be one.</summary>
    public const int MostLetters = 128;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Sha256(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
