using System.Net.Sockets;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>The server that other tests lean on does what they say of it.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public void What_was_written_outlives_a_crash_and_a_stopped_server_refuses_connections()
    {
        using var server = PostgresServer.Create();
        server.Query("create table kept (n int); insert into kept values (7)");
        server.Stop(immediate: true);
        using (var socket = new TcpClient())
            Assert.Throws<SocketException>(() => socket.Connect("127.0.0.1", server.Port));
        server.Start();
        Assert.Equal("7", server.Query("select n from kept"));
    }

    [Fact]
    public async Task A_frozen_server_answers_only_when_it_is_thawed()
    {
        using var server = PostgresServer.Create();
        server.Freeze();
        var answer = Task.Run(() => server.Query("select 1"), TestContext.Current.CancellationToken);
        Assert.NotEqual(answer, await Task.WhenAny(answer, Task.Delay(1000, TestContext.Current.CancellationToken)));
        server.Thaw();
        Assert.Equal("1", await answer);
    }
}
