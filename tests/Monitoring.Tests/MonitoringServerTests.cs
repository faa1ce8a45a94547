using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace AxSpa.Monitoring.Tests;

public sealed class MonitoringServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_is_alive_whatever_troubles_it()
    {
        await using var served = await ServedReadiness.Start();
        served.Checks.Require("journal", () => "the database is away");
        Assert.Equal("alive\n", await served.Client.GetStringAsync("/healthz/live", Stop));
    }

    [Fact]
    public async Task It_is_ready_when_every_check_is_well_and_names_the_one_that_is_not()
    {
        await using var served = await ServedReadiness.Start();
        var trouble = "the database is away";
        served.Checks.Require("cluster", () => null);
        served.Checks.Require("journal", () => trouble);

        var away = await served.Client.GetAsync("/healthz/ready", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal("""{"ready":false,"checks":{"cluster":"ok","journal":"the database is away"}}""" + "\n", await away.Content.ReadAsStringAsync(Stop));

        trouble = null;
        var back = await served.Client.GetAsync("/healthz/ready", Stop);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal("""{"ready":true,"checks":{"cluster":"ok","journal":"ok"}}""" + "\n", await back.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Metrics_are_those_of_this_process_in_the_text_that_Prometheus_reads()
    {
        await using var served = await ServedReadiness.Start();
        served.Checks.Require("workspace", () => "full");
        using var telemetry = new ProcessTelemetry("seed", served.Checks);
        var answer = await served.Client.GetAsync("/metrics", Stop);
        Assert.StartsWith("text/plain", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\n# TYPE axspa_ready gauge\n", text);
        Assert.Contains("\naxspa_ready{check=\"workspace\"} 0\n", text);
        Assert.Matches("\naxspa_build_info\\{role=\"seed\",version=\"0\\.1\\.0[^\"]*\"\\} 1\n", text);
        Assert.Contains("\ndotnet_process_memory_working_set_bytes", text);
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics/x", HttpStatusCode.NotFound)]
    [InlineData("GET", "/../etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("POST", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/healthz/ready", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/healthz/live", HttpStatusCode.OK)]
    public async Task Nothing_else_is_answered(string method, string path, HttpStatusCode status)
    {
        await using var served = await ServedReadiness.Start();
        Assert.Equal(status, (await served.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop)).StatusCode);
    }

    [Theory]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x\r\nX: {0}\r\n\r\n", "431")]
    [InlineData("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n{0}", "405")]
    [InlineData("\u0001\u0002 nonsense\r\n\r\n", "400")]
    public async Task What_is_too_long_or_no_request_is_refused_and_the_next_one_is_served(string request, string status)
    {
        await using var served = await ServedReadiness.Start();
        Assert.StartsWith($"HTTP/1.1 {status}", await Told(served.Port, string.Format(null, request, new string('a', 20_000))));
        Assert.Equal("alive\n", await served.Client.GetStringAsync("/healthz/live", Stop));
    }

    [Fact]
    public async Task Who_does_not_finish_a_request_is_not_waited_for()
    {
        await using var served = await ServedReadiness.Start(new HttpLimits { RequestWithin = TimeSpan.FromMilliseconds(200) });
        Assert.StartsWith("HTTP/1.1 408", await Told(served.Port, "GET /healthz/live HTTP/1.1\r\nHost"));
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed()
    {
        await using var served = await ServedReadiness.Start(new HttpLimits { Connections = 1 });
        using var first = new TcpClient();
        await first.ConnectAsync("127.0.0.1", served.Port, Stop);
        await first.GetStream().WriteAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Stop);
        Assert.True(await first.GetStream().ReadAsync(new byte[16], Stop) > 0);
        Assert.Equal("", await Told(served.Port, "GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [Fact]
    public async Task A_hundred_who_ask_at_once_are_all_answered_in_turn()
    {
        await using var served = await ServedReadiness.Start();
        using var turns = new SemaphoreSlim(16);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            await turns.WaitAsync(Stop);
            try
            {
                return (await served.Client.GetAsync("/metrics", Stop)).StatusCode;
            }
            finally
            {
                turns.Release();
            }
        }));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
    }

    /// <summary>Sends these bytes and reads until the other side closes; a connection that is reset has said nothing.</summary>
    private static async Task<string> Told(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Stop);
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
            await client.GetStream().CopyToAsync(answer, Stop);
        }
        catch (IOException)
        {
            // What came before counts.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
