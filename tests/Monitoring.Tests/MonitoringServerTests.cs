using System.Diagnostics;
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
    public async Task One_connection_more_than_allowed_takes_the_place_of_an_idle_one()
    {
        await using var served = await ServedReadiness.Start(new HttpLimits { Connections = 1 });
        using var first = new TcpClient();
        await first.ConnectAsync("127.0.0.1", served.Port, Stop);
        await first.GetStream().WriteAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Stop);
        Assert.True(await first.GetStream().ReadAsync(new byte[1024], Stop) > 0);
        // What has been answered is idle a moment later.
        string answer;
        do
            answer = await Told(served.Port, "GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        while (answer.Length == 0);
        Assert.StartsWith("HTTP/1.1 200", answer);
    }

    [Fact]
    public async Task Forty_idle_connections_of_one_address_do_not_keep_a_probe_waiting()
    {
        await using var served = await ServedReadiness.Start();
        var idle = await Silent(served.Port, 40, "127.0.0.1");
        await AnswersAtOnce(served.Port, "127.0.0.1");
        await AnswersAtOnce(served.Port, "127.0.0.9");
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Idle_connections_of_many_addresses_and_half_requests_do_not_either()
    {
        await using var served = await ServedReadiness.Start();
        var idle = new List<Socket>();
        for (var address = 1; address <= 20; address++)
            idle.AddRange(await Silent(served.Port, 5, $"127.0.1.{address}", said: address % 2 == 0 ? "GET /healthz/live HTTP/1.1\r\nHos" : ""));
        await AnswersAtOnce(served.Port, "127.0.0.9");
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed_soon()
    {
        await using var served = await ServedReadiness.Start(new HttpLimits { FirstByteWithin = TimeSpan.FromMilliseconds(100) });
        Assert.Equal("", await Told(served.Port, ""));
    }

    [Fact]
    public async Task Who_is_being_answered_keeps_his_place()
    {
        await using var served = await ServedReadiness.Start(new HttpLimits { Connections = 1 });
        using var gate = new SemaphoreSlim(0);
        var isAsked = new TaskCompletionSource();
        served.Checks.Require("slow", () =>
        {
            isAsked.TrySetResult();
            gate.Wait(Stop);
            return null;
        });
        var first = served.Client.GetStringAsync("/healthz/ready", Stop);
        await isAsked.Task.WaitAsync(Stop);
        Assert.Equal("", await Told(served.Port, "GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n"));
        gate.Release(2);
        Assert.Contains("\"ready\":true", await first);
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

    private static async Task AnswersAtOnce(int port, string from)
    {
        var began = Stopwatch.GetTimestamp();
        using var socket = await Connected(port, from);
        await socket.SendAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Stop);
        using var heard = new StreamReader(new NetworkStream(socket));
        Assert.StartsWith("HTTP/1.1 200", await heard.ReadToEndAsync(Stop));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 2);
    }

    private static async Task<List<Socket>> Silent(int port, int count, string from, string said = "")
    {
        var sockets = new List<Socket>();
        while (sockets.Count < count)
        {
            var socket = await Connected(port, from);
            await socket.SendAsync(Encoding.Latin1.GetBytes(said), Stop);
            sockets.Add(socket);
        }
        return sockets;
    }

    private static async Task<Socket> Connected(int port, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, Stop);
        return socket;
    }

    /// <summary>Sends these bytes and reads until the other side closes; a connection that is reset has said nothing.</summary>
    private static async Task<string> Told(int port, string request)
    {
        using var client = new TcpClient();
        var answer = new MemoryStream();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, Stop);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
            await client.GetStream().CopyToAsync(answer, Stop);
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            // What came before counts.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
