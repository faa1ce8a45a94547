namespace AxSpa.Monitoring.Tests;

/// <summary>A served port whose checks the test decides, and a client of it.</summary>
internal sealed class ServedReadiness : IAsyncDisposable
{
    private readonly MonitoringServer _server;
    private readonly HttpPort _port;

    private ServedReadiness(MonitoringServer server, HttpPort port, Readiness checks)
    {
        (_server, _port, Checks) = (server, port, checks);
        Client = new HttpClient { BaseAddress = new Uri($"http://{port.Address}") };
    }

    public Readiness Checks { get; }

    public HttpClient Client { get; }

    public int Port => _port.Address.Port;

    public static async Task<ServedReadiness> Start(HttpLimits? limits = null)
    {
        var (port, checks) = (HttpPort.Open("0")!, new Readiness());
        return new ServedReadiness(await MonitoringServer.Start(port, checks, limits ?? new HttpLimits(), CancellationToken.None), port, checks);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _port.Dispose();
    }
}
