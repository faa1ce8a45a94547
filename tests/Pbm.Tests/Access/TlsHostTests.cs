using System.Net.Sockets;
using AxSpa.Pbm.Tests.EndToEnd;
using AxSpa.Seed.CommandHost;
using AxSpa.Shared.Keys;
using AxSpa.Support;

namespace AxSpa.Pbm.Tests.Access;

/// <summary>The real client in front of a host with TLS, as it is met from another machine.</summary>
public sealed class TlsHostTests : IDisposable
{
    private readonly AccessFolder _folder = new();
    private readonly string _token;

    public TlsHostTests() => _token = _folder.Token("vera", AccessRole.Viewer);

    public void Dispose() => _folder.Dispose();

    private ServedRoom Host(bool demandsCertificate = false) =>
        new(access: _folder.ForTokens with { Keys = _folder.SeedKeys, DemandsCertificate = demandsCertificate });

    private string Pbm(CertificateFolder keys) => keys.CertificateFile(CertificateRole.Pbm);

    [Fact]
    public async Task A_client_that_knows_the_root_and_has_a_token_is_answered()
    {
        await using var host = Host();
        var shown = await host.Pbm("--ca", _folder.Keys.RootFile, "--token-file", _token, "run", "list");
        Assert.Equal((0, ""), (shown.Exit, shown.Err));
        Assert.Equal(4, (await host.Pbm("--ca", _folder.Keys.RootFile, "run", "list")).Exit);
    }

    [Fact]
    public async Task A_host_of_another_root_is_told_nothing()
    {
        await using var host = Host();
        var shown = await host.Pbm("--ca", _folder.Made("others").RootFile, "--token-file", _token, "run", "list");
        Assert.Equal(3, shown.Exit);
        Assert.Contains("is not trusted: its certificate", shown.Err);
        Assert.Contains("Nothing was sent to it", shown.Err);
    }

    [Fact]
    public async Task A_host_at_another_name_than_its_certificate_bears_is_told_nothing()
    {
        // A seed's certificate always names loopback, which is where this test runs; a node's does not.
        var elsewhere = MemberKeys.Load(_folder.Made("elsewhere", _folder.Keys, "gpu-1.example").Path, CertificateRole.GpuNode, DateTimeOffset.UtcNow,
            _ => { });
        await using var host = new ServedRoom(access: _folder.ForTokens with { Keys = elsewhere });
        var shown = await host.Pbm("--ca", _folder.Keys.RootFile, "--token-file", _token, "run", "list");
        Assert.Equal(3, shown.Exit);
        Assert.Contains("names gpu-1.example, not 127.0.0.1", shown.Err);
    }

    [Fact]
    public async Task A_client_without_a_root_is_told_what_to_name()
    {
        await using var host = Host();
        var shown = await host.Pbm("run", "list");
        Assert.Equal(3, shown.Exit);
        Assert.Contains("name the cluster's ca.crt with --ca FILE or in PBM_CA", shown.Err);
        Assert.Contains("--ca FILE", (await Shown.By("192.0.2.1:9110", "run", "list")).Err);
    }

    [Fact]
    public async Task A_host_without_TLS_is_told_from_one_that_cannot_be_trusted()
    {
        await using var plain = new ServedRoom();
        var shown = await plain.Pbm("--ca", _folder.Keys.RootFile, "run", "list");
        Assert.Equal(3, shown.Exit);
        Assert.Contains("does not speak TLS", shown.Err);
    }

    [Fact]
    public async Task Where_certificates_are_demanded_a_client_of_the_root_is_answered_and_others_are_not()
    {
        await using var host = Host(demandsCertificate: true);
        string[] rest = ["--ca", _folder.Keys.RootFile, "--token-file", _token, "run", "list"];
        Assert.Equal(0, (await host.Pbm(["--cert", Pbm(_folder.Keys), .. rest])).Exit);
        Assert.Equal(3, (await host.Pbm(rest)).Exit);
        Assert.Equal(3, (await host.Pbm(["--cert", Pbm(_folder.Made("others")), .. rest])).Exit);
    }

    [Fact]
    public async Task Connections_that_say_nothing_do_not_keep_those_out_that_do()
    {
        // One address has 16 places for strangers; each gives its place back when it has shown who it is, or after a while.
        await using var host = new ServedRoom(
            new CommandLimits { RequestWithin = TimeSpan.FromMilliseconds(300) }, access: _folder.ForTokens with { Keys = _folder.SeedKeys });
        var silent = new List<TcpClient>();
        for (var client = 0; client < 40; client++)
            silent.Add(new TcpClient("127.0.0.1", host.Number));
        string[] question = [host.Address, "--ca", _folder.Keys.RootFile, "--token-file", _token, "run", "list"];
        for (var until = DateTime.UtcNow.AddSeconds(20); (await Shown.By(question)).Exit != 0;)
            Assert.True(DateTime.UtcNow < until, "the silent ones were not put out");
        silent.ForEach(client => client.Dispose());
    }
}
