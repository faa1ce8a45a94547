using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline;

namespace AxSpa.Shared.Keys;

/// <summary>
/// Certificates and private keys as PEM files: <c>ca.crt</c> (one root or several that are trusted), <c>ca.key</c> where
/// certificates are made, and <c>ROLE.crt</c> with <c>ROLE.key</c>. A secret of Kubernetes calls these two <c>tls.crt</c> and <c>tls.key</c>.
/// </summary>
public sealed class CertificateFolder(string path)
{
    private const string RootName = "ca", SecretName = "tls";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string RootFile => File(RootName, "crt");

    /// <summary>Every certificate file there is, the root first.</summary>
    public IEnumerable<string> CertificateFiles => Directory.Exists(Path)
        ? Directory.EnumerateFiles(Path, "*.crt").OrderBy(file => file != RootFile).ThenBy(file => file, StringComparer.Ordinal)
        : [];

    public string CertificateFile(CertificateRole role) => File(NameOf(role), "crt");

    public string KeyFile(CertificateRole role) => File(NameOf(role), "key");

    /// <summary>Makes a root, unless <paramref name="rootFolder"/> has one, and a certificate for each role: all of them, or none.</summary>
    /// <returns>The files written.</returns>
    /// <exception cref="RefusedInputException">A file is there already, the root cannot be used or does not live as long, or the folder cannot be
    /// written.</exception>
    public ImmutableArray<string> Create(CertificateFolder? rootFolder, CertificateOrder order, DateTimeOffset now)
    {
        using var root = rootFolder?.Root() ?? CertificateAuthority.Found(now);
        if (now < root.NotBefore)
            throw new RefusedInputException($"The clock of this machine says {now.UtcDateTime:yyyy-MM-dd HH:mm}Z, and the root of {rootFolder!.RootFile} is "
                + $"valid from {root.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm}Z on: the clock is behind, or the root was made where it was ahead. Set it "
                + "and try again; nothing was written.");
        if (now.AddDays(order.Days) is var end && end > root.NotAfter)
            throw new RefusedInputException($"The root of {rootFolder!.RootFile} expires on {root.NotAfter.ToUniversalTime():yyyy-MM-dd}, before "
                + $"certificates of {order.Days} days would. Name fewer --days, or make a new root (without --ca) and roll it out as docs/keys.md says.");
        var files = new List<(string Path, string Pem, bool IsSecret)>();
        if (rootFolder is null)
            files.AddRange([(RootFile, root.ExportCertificatePem(), false), (File(RootName, "key"), KeyOf(root), true)]);
        else if (rootFolder.Path != Path)
            files.Add((RootFile, System.IO.File.ReadAllText(rootFolder.RootFile).TrimEnd(), false));
        foreach (var role in order.Roles)
        {
            using var certificate = CertificateAuthority.Issue(root, role, order.Hosts[role], now, order.Days);
            files.AddRange([(File(role.Name, "crt"), certificate.ExportCertificatePem(), false), (File(role.Name, "key"), KeyOf(certificate), true)]);
        }
        return Write(files);
    }

    /// <summary>The hosts that a role's certificate here names; none where there is no such certificate.</summary>
    public ImmutableArray<string> HostsOf(CertificateRole role) =>
        System.IO.File.Exists(CertificateFile(role)) ? CertificateView.HostsIn(Certificates(CertificateFile(role))[0]) : [];

    /// <exception cref="RefusedInputException">It is not there or holds no certificate.</exception>
    public static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RefusedInputException($"{file}: the certificate cannot be read ({trouble.Message}). 'axspa certs create' makes it; docs/keys.md says "
                + "which files belong on which machine.",
                trouble);
        }
        return certificates.Count > 0
            ? certificates
            : throw new RefusedInputException($"{file}: there is no certificate in it. It is a PEM file, which begins with -----BEGIN CERTIFICATE-----.");
    }

    /// <summary>The first certificate of a file with the private key of another.</summary>
    /// <exception cref="RefusedInputException">A file cannot be read, or the two do not belong together.</exception>
    public static X509Certificate2 WithKey(string certificateFile, string keyFile)
    {
        var candidates = Certificates(certificateFile);
        string key;
        try
        {
            key = System.IO.File.ReadAllText(keyFile);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException(
                $"{keyFile}: the private key cannot be read ({trouble.Message}). It belongs to the user that runs this program.", trouble);
        }
        foreach (var candidate in candidates)
        {
            try
            {
                return X509Certificate2.CreateFromPem(candidate.ExportCertificatePem(), key);
            }
            catch (Exception other) when (other is CryptographicException or ArgumentException)
            {
                // Of another certificate in the file, or of none.
            }
        }
        throw new RefusedInputException($"{keyFile}: this is not the private key of {certificateFile}. Copy the two files from the same place.");
    }

    /// <exception cref="RefusedInputException">There is no root with its key here.</exception>
    private X509Certificate2 Root() => System.IO.File.Exists(File(RootName, "key"))
        ? WithKey(RootFile, File(RootName, "key"))
        : throw new RefusedInputException($"{Path}: there is no ca.key, so nothing can be signed here. Name with --ca the folder in which the root was made.");

    private ImmutableArray<string> Write(List<(string Path, string Pem, bool IsSecret)> files)
    {
        if (files.FirstOrDefault(file => System.IO.File.Exists(file.Path)).Path is { } there)
            throw new RefusedInputException($"{there} is there already, and keys are never overwritten. Name another folder with --out.");
        var written = new List<string>();
        try
        {
            PrivateFile.CreateFolder(Path);
            foreach (var (file, pem, isSecret) in files)
            {
                PrivateFile.Create(file, pem + "\n", isSecret);
                written.Add(file);
            }
            return [.. written];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            written.ForEach(System.IO.File.Delete);
            throw new RefusedInputException($"{Path}: the certificates cannot be written ({trouble.Message}). Name another folder with --out.", trouble);
        }
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private string NameOf(CertificateRole role) =>
        !System.IO.File.Exists(File(role.Name, "crt")) && System.IO.File.Exists(File(SecretName, "crt")) ? SecretName : role.Name;

    private string File(string name, string ending) => System.IO.Path.Combine(Path, $"{name}.{ending}");
}
