using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests.Fuzz;

/// <summary>
/// A real <c>axspa seed</c> that wants tokens at its pbm port, with no more heap than fits into the memory of its pod, and connections to it that
/// say whatever they like.
/// </summary>
internal sealed class FuzzedSeed : IDisposable
{
    /// <summary>What deploy/k8s gives a seed.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>Managed memory beyond this ends the process.</summary>
    private const long HeapBytes = 256L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-fuzz-").FullName;
    private readonly AxspaProcess _seed;
    private readonly bool _isEncrypted;

    /// <param name="isEncrypted">Both ports speak TLS; else the seed is what it is on one machine, plain and on loopback.</param>
    public FuzzedSeed(bool isEncrypted)
    {
        _isEncrypted = isEncrypted;
        Done("certs", "create", "--out", Keys);
        File.WriteAllText(TokenFile, Done("tokens", "create", "--role", "admin", "--name", "ops", "--file", Tokens).Trim());
        Remoting = FreePort.Next();
        _seed = Start("seed", ["--port", $"{Remoting}", "--tokens", Tokens, "--pbm-port", "auto", .. isEncrypted ? (string[])["--pbm-host", "0.0.0.0"] : []]);
        _seed.Until(() => _seed.Errors.Contains("seed is a member of the cluster", StringComparison.Ordinal), "the seed was a member of its own cluster");
        Pbm = int.Parse(Regex.Match(_seed.Errors, @"pbm answers on [\d.]+:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Member = X509Certificate2.CreateFromPemFile(Path.Combine(Keys, "gpunode.crt"), Path.Combine(Keys, "gpunode.key"));
        UntilItWorks(members: 1);
    }

    public int Pbm { get; }

    public int Remoting { get; }

    /// <summary>Of a GPU node: a member that went astray shows it.</summary>
    public X509Certificate2 Member { get; }

    public string Log => _seed.Errors;

    private string Keys => Path.Combine(_folder, "keys");

    private string Tokens => Path.Combine(_folder, "tokens.jsonl");

    private string TokenFile => Path.Combine(_folder, "ops.token");

    public long ResidentBytes => 1024 * long.Parse(
        Regex.Match(File.ReadAllText($"/proc/{_seed.Id}/status"), @"VmRSS:\s+(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Alive, within its memory, with a pbm port that does a command for a token, and a remoting port through which another member joins.</summary>
    public void IsUnharmed()
    {
        Assert.False(_seed.HasExited, Log[^Math.Min(Log.Length, 4000)..]);
        Assert.InRange(ResidentBytes, 0, MostBytes);
        UntilItWorks(members: 1);
        using var another = Start("seed", ["--port", "0", "--pbm-port", "off"]);
        UntilItWorks(members: 2);
    }

    private void UntilItWorks(int members) => _seed.Until(() =>
    {
        using var pbm = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [$"127.0.0.1:{Pbm}", "--token-file", TokenFile, .. Roots, "cluster", "show"]);
        var (code, output, _) = pbm.End();
        return code == 0 && Regex.Count(output, @"\| up \|") == members;
    }, $"pbm showed {members} members");

    private string[] Roots => _isEncrypted ? ["--ca", Path.Combine(Keys, "ca.crt")] : [];

    private AxspaProcess Start(string role, string[] options) => AxspaProcess.Start(
        [role, "--seeds", $"127.0.0.1:{Remoting}", "--http-port", "off", .. _isEncrypted ? (string[])["--tls", Keys] : [], .. options],
        new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("x", CultureInfo.InvariantCulture) });

    private static string Done(params string[] arguments)
    {
        var (code, output, errors) = AxspaProcess.Run(arguments);
        return code == 0 ? output : throw new InvalidOperationException(errors);
    }

    /// <summary>From many addresses of loopback: each has ports enough of its own, and the limits on wrong tokens are for each address.</summary>
    public static Socket Connect(int port, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            SendTimeout = (int)Patience.TotalMilliseconds,
            LingerState = new LingerOption(true, 0),
        };
        socket.Bind(new IPEndPoint(new IPAddress([127, 1, (byte)(number % 16), (byte)(1 + number % 200)]), 0));
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    public static SslStream Encrypted(Socket socket, X509Certificate2? own = null)
    {
        var stream = new SslStream(new NetworkStream(socket));
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = own is null ? null : [own],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return stream;
    }

    /// <summary>
    /// Begins an association; waits until it is accepted; says what leaves it alive, and waits until that has been read; and says what does not. The
    /// waits make certain that each was looked at: what arrives together with an end is not.
    /// </summary>
    /// <returns>It was accepted, read, and ended by the other side.</returns>
    public static bool Associated(Stream stream, byte[] first, byte[] alive, byte[] last)
    {
        stream.Write(first);
        if (Frame(stream) is null)
            return false;
        stream.Write(alive);
        if (Frame(stream) is null) // that so much was received
            return false;
        stream.Write(last);
        while (Frame(stream) is { } frame)
            if (frame.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x12, 2, 8, 2])) // farewell
                return true;
        return true;
    }

    /// <returns>Null: there will be none.</returns>
    private static byte[]? Frame(Stream stream)
    {
        try
        {
            var length = new byte[4];
            if (stream.ReadAtLeast(length, 4, throwOnEndOfStream: false) < 4)
                return null;
            var frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            stream.ReadExactly(frame);
            return frame;
        }
        catch (IOException broken) when (!IsLate(broken))
        {
            return null;
        }
    }

    private static bool IsLate(Exception trouble) =>
        (trouble.InnerException ?? trouble) is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock };

    /// <summary>Says something, ends, and hears all that is answered; a connection that the other side breaks off answers no more.</summary>
    public static byte[] Answer(Socket socket, Stream stream, byte[] said)
    {
        var heard = new MemoryStream();
        try
        {
            stream.Write(said);
            stream.Flush();
            if (stream is SslStream encrypted)
                encrypted.ShutdownAsync().GetAwaiter().GetResult();
            else
                socket.Shutdown(SocketShutdown.Send);
            stream.CopyTo(heard);
        }
        catch (Exception broken) when (broken is IOException or SocketException && !IsLate(broken))
        {
        }
        return heard.ToArray();
    }

    public void Dispose()
    {
        _seed.Dispose();
        Member.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
