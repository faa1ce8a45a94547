using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AxSpa.Shared.Keys;
using AxSpa.Standalone;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>A secret as docs/kubernetes.md has it made: by the hosts it names there, and under the names that Kubernetes mounts.</summary>
internal sealed partial class MountedKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axspa-mounted-");

    public MountedKeys(Workload member)
    {
        var hosts = Hosts().Matches(Repository.Read("docs/kubernetes.md")).Select(option => option.Groups[1].Value).ToArray();
        Assert.NotEmpty(hosts);
        var made = new CertificateFolder(Path.Combine(_folder.FullName, "made"));
        made.Create(null, CertificateOrder.Of([], hosts, CertificateOrder.UsualDays, _ => []), DateTimeOffset.UtcNow);
        var role = CertificateRole.All.Single(role => role.Name == member.Target.Split('-')[0]);
        var mounted = _folder.CreateSubdirectory("mounted").FullName;
        File.Copy(made.RootFile, Path.Combine(mounted, "ca.crt"));
        File.Copy(made.CertificateFile(role), Path.Combine(mounted, "tls.crt"));
        File.Copy(made.KeyFile(role), Path.Combine(mounted, "tls.key"));
        Certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(mounted, "tls.crt"));
        Refusal = Record.Exception(() => KeysCheck.Load(mounted, member.Option("--host")!, member.Option("--bind")!, role))?.Message;
    }

    /// <summary>Why the member would not start with them; null: it would.</summary>
    public string? Refusal { get; }

    public X509Certificate2 Certificate { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"--hosts '([^']+)'")]
    private static partial Regex Hosts();
}
