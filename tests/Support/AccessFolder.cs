using AxSpa.Commands.Access;
using AxSpa.Shared.Keys;

namespace AxSpa.Support;

/// <summary>Certificates, tokens and an audit log in a folder that is gone with the test.</summary>
internal sealed class AccessFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-access-").FullName;

    public AccessFolder() => Keys = Made("keys");

    public CertificateFolder Keys { get; }

    public MemberKeys SeedKeys => MemberKeys.Load(Keys.Path, CertificateRole.Seed, DateTimeOffset.UtcNow, _ => { });

    public TokenFile Tokens => new(Path.Combine(_folder, "tokens.jsonl"));

    public string AuditFile => Path.Combine(_folder, "audit", "audit.log");

    public string[] Audit => File.Exists(AuditFile) ? File.ReadAllLines(AuditFile) : [];

    /// <param name="signer">Whose root signs; null: a new one.</param>
    public CertificateFolder Made(string name, CertificateFolder? signer = null, string host = "127.0.0.1")
    {
        var folder = new CertificateFolder(Path.Combine(_folder, name));
        folder.Create(signer, CertificateOrder.Of([], [host], 30, _ => []), DateTimeOffset.UtcNow);
        return folder;
    }

    /// <returns>A file that holds it, for <c>--token-file</c>.</returns>
    public string Token(string name, AccessRole role, DateTimeOffset? made = null, int? days = null)
    {
        var file = Path.Combine(_folder, $"{name}.token");
        File.WriteAllText(file, Tokens.Add(name, role, made ?? DateTimeOffset.UtcNow, days) + "\n");
        return file;
    }

    /// <summary>As on a seed's own machine, with tokens.</summary>
    public CommandAccess ForTokens => new() { Tokens = Tokens, Audit = AuditLog.Open(AuditFile) };

    public string Put(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
