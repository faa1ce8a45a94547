using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>What a client shows a command host, and by what it knows that it is the right one.</summary>
/// <param name="Token">Null: none.</param>
/// <param name="Roots">Null: plain TCP, which is for this machine only.</param>
/// <param name="Certificate">With its private key, for hosts that demand one.</param>
internal sealed record PbmAccess(string? Token, TrustedRoots? Roots, X509Certificate2? Certificate)
{
    public const string TokenVariable = "PBM_TOKEN", RootsVariable = "PBM_CA", CertificateVariable = "PBM_CERT";

    private const string TokenFile = "--token-file", RootsFile = "--ca", CertificateFile = "--cert";

    public static readonly PbmAccess None = new(null, null, null);

    /// <summary>Takes its options out of what was typed; the environment says what was not.</summary>
    /// <exception cref="UsageException">An option has no value, or its file cannot be used.</exception>
    public static (PbmAccess Access, IReadOnlyList<string> Others) Read(IReadOnlyList<string> args)
    {
        var (given, rest) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        for (var at = 0; at < args.Count; at++)
        {
            var parts = args[at].Split('=', 2);
            if (parts[0] is not (TokenFile or RootsFile or CertificateFile))
                rest.Add(args[at]);
            else if (parts.Length == 2)
                given[parts[0]] = parts[1];
            else
                given[parts[0]] = ++at < args.Count ? args[at] : throw new UsageException($"{parts[0]} needs a file.");
        }
        try
        {
            var (roots, certificate) = (FileOf(RootsFile, RootsVariable), FileOf(CertificateFile, CertificateVariable));
            return (new PbmAccess(
                given.TryGetValue(TokenFile, out var file) ? TokenIn(file) : NotEmpty(Environment.GetEnvironmentVariable(TokenVariable)),
                roots is null ? null : TrustedRoots.Load(roots),
                certificate is null ? null : CertificateFolder.WithKey(certificate, Path.ChangeExtension(certificate, ".key"))), rest);
        }
        catch (RefusedInputException trouble)
        {
            throw new UsageException(trouble.Message);
        }

        string? FileOf(string option, string variable) =>
            given.TryGetValue(option, out var named) ? named : NotEmpty(Environment.GetEnvironmentVariable(variable));
    }

    /// <exception cref="UsageException">The host is not on this machine, and nothing says by what it is known.</exception>
    public void MustSuffice(PbmAddress address)
    {
        if (Roots is null && !Loopback.Is(address.Host))
            throw new UsageException($"{address} is not on this machine, so it must show that it is the right one: name the cluster's ca.crt with "
                + $"{RootsFile} FILE or in {RootsVariable}.");
    }

    /// <summary>Makes a connection what the host expects of it.</summary>
    /// <exception cref="PbmConnectionException">Whoever answers is not that host.</exception>
    public async Task<Stream> Encrypt(Stream plain, PbmAddress address, CancellationToken cancellation)
    {
        if (Roots is null)
            return plain;
        string? objection = null;
        var stream = new SslStream(plain);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                ClientCertificates = Certificate is null ? null : [Certificate],
                RemoteCertificateValidationCallback = (_, peer, chain, _) =>
                    (objection = Roots.Objection(peer as X509Certificate2, CertificateUse.Server, address.Host, chain?.ChainPolicy.ExtraStore)) is null,
            }, cancellation);
            return stream;
        }
        catch (Exception trouble) when (trouble is IOException or System.Security.Authentication.AuthenticationException)
        {
            throw new PbmConnectionException(objection is not null
                ? $"{address} is not trusted: {objection}. Nothing was sent to it."
                : $"{address} does not speak TLS ({trouble.InnerException?.Message ?? trouble.Message}). A run on this machine does not: leave {RootsFile} "
                + $"out, or unset {RootsVariable}.",
                trouble);
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string TokenIn(string file)
    {
        try
        {
            return NotEmpty(File.ReadAllText(file)) ?? throw new UsageException($"{file}: there is no token in it.");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: the token cannot be read ({trouble.Message}).");
        }
    }
}
