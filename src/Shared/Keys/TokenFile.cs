using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Shared.Keys;

/// <param name="Sha256">Of the token, lower-case hexadecimal; the token itself is nowhere.</param>
/// <param name="Expires">Null: never.</param>
public sealed record TokenEntry(string Name, AccessRole Role, string Sha256, DateTimeOffset Created, DateTimeOffset? Expires = null);

/// <summary>The tokens of pbm: a line of JSON for each. Read anew for each command, so what is taken out is out at once.</summary>
public sealed class TokenFile(string path)
{
    public const string EnvironmentVariable = "AXSPA_TOKENS";

    private const int LongestName = 64;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <exception cref="RefusedInputException">It is not there, cannot be read, or a line is no token.</exception>
    public ImmutableArray<TokenEntry> Read()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{Path}: the tokens cannot be read ({trouble.Message}). 'axspa tokens create --role admin --name NAME --file "
                + $"{Path}' makes the first one.",
                trouble);
        }
        return [.. lines.Index().Where(line => line.Item.Trim().Length > 0).Select(line => Entry(line.Item, line.Index + 1))];
    }

    /// <returns>The entry that this token has, expired or not; null: there is none.</returns>
    /// <exception cref="RefusedInputException">The file cannot be used.</exception>
    public TokenEntry? Find(string token)
    {
        var hash = AccessToken.Sha256(token);
        TokenEntry? found = null;
        // All of them are compared, each in the same time: how long it takes says nothing.
        foreach (var entry in Read())
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(entry.Sha256)))
                found = entry;
        return found;
    }

    /// <returns>The token, which is told this once.</returns>
    /// <exception cref="RefusedInputException">The name cannot be used or has a token, or the file cannot be written.</exception>
    public string Add(string name, AccessRole role, DateTimeOffset now, int? days)
    {
        if (name.Length is 0 or > LongestName || name.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
            throw new RefusedInputException($"--name {name}: a name is 1 to {LongestName} characters without blanks; audit.log calls its owner so.");
        var there = File.Exists(Path) ? Read() : [];
        if (there.Any(entry => entry.Name == name))
            throw new RefusedInputException(
                $"{name} has a token in {Path}. Take that one out first (axspa tokens revoke {name} --file {Path}), or choose another name.");
        var token = AccessToken.New();
        Write([.. there, new TokenEntry(name, role, Convert.ToHexStringLower(AccessToken.Sha256(token)), now, days is { } life ? now.AddDays(life) : null)]);
        return token;
    }

    /// <exception cref="RefusedInputException">There is none of this name, or the file cannot be used.</exception>
    public void Revoke(string name)
    {
        var there = Read();
        if (there.All(entry => entry.Name != name))
            throw new RefusedInputException($"There is no token of {name} in {Path}.{NearestName.Hint(name, there.Select(entry => entry.Name))} 'axspa "
                + $"tokens list --file {Path}' shows them.");
        Write([.. there.Where(entry => entry.Name != name)]);
    }

    private TokenEntry Entry(string line, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize(line, TokenJson.Default.TokenEntry) is { } entry && entry.Sha256.Length == 2 * SHA256.HashSizeInBytes
                && Convert.FromHexString(entry.Sha256).Length > 0)
                return entry;
        }
        catch (Exception odd) when (odd is JsonException or FormatException)
        {
        }
        throw new RefusedInputException($"{Path}, line {number}: this is no token as 'axspa tokens create' writes it. Take the line "
            + "out, or put the file back.");
    }

    /// <summary>Whole or not at all, and never readable by others, not even for a moment.</summary>
    private void Write(IEnumerable<TokenEntry> entries)
    {
        var beside = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            PrivateFile.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            PrivateFile.Create(beside, string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, TokenJson.Default.TokenEntry) + "\n")),
                isSecret: true);
            File.Move(beside, Path, overwrite: true);
            FolderSync.Flush(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new RefusedInputException($"{Path}: the tokens cannot be written ({trouble.Message}). Name another file with --file.", trouble);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(AccessRoleJson)])]
[JsonSerializable(typeof(TokenEntry))]
internal sealed partial class TokenJson : JsonSerializerContext;

/// <summary>A role as a word: <c>operator</c>.</summary>
public sealed class AccessRoleJson() : JsonStringEnumConverter<AccessRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
