using AxSpa.Shared.Keys;

namespace AxSpa.Support;

/// <summary>A root with a certificate for each role, in a folder of its own that is gone with the test.</summary>
internal sealed class MadeKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axspa-keys-");

    /// <param name="hosts">Of every member.</param>
    public MadeKeys(params string[] hosts) : this(null, hosts) { }

    /// <param name="signer">Whose root signs; null: a new one.</param>
    public MadeKeys(MadeKeys? signer, params string[] hosts)
    {
        var order = CertificateOrder.Of([], hosts, 30, _ => ["127.0.0.1"]);
        Folder = new CertificateFolder(Path.Combine(_folder.FullName, "keys"));
        Folder.Create(signer?.Folder, order, DateTimeOffset.UtcNow);
    }

    public CertificateFolder Folder { get; }

    public MemberKeys Of(CertificateRole role) => MemberKeys.Load(Folder.Path, role, DateTimeOffset.UtcNow, _ => { });

    public void Dispose() => _folder.Delete(recursive: true);
}
