using System.Net;
using System.Net.Sockets;
using AxSpa.Commands.Access;
using AxSpa.Pbm.Tests.EndToEnd;
using AxSpa.Shared.Keys;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Pbm.Tests.Access;

/// <summary>The real client in front of a host that wants tokens.</summary>
public sealed class TokenHostTests : IAsyncDisposable
{
    private readonly AccessFolder _folder = new();
    private readonly string _viewer, _operator, _admin;
    private readonly ServedRoom _host;

    public TokenHostTests()
    {
        (_viewer, _operator,
            _admin) = (_folder.Token("vera", AccessRole.Viewer), _folder.Token("olaf", AccessRole.Operator), _folder.Token("anna", AccessRole.Admin));
        _host = new ServedRoom(access: _folder.ForTokens);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    private Task<Shown> As(string token, params string[] command) => _host.Pbm(["--token-file", token, .. command]);

    [Fact]
    public async Task Each_role_may_do_what_those_before_it_may_and_a_refusal_says_which_role_is_needed()
    {
        Assert.Equal(0, (await As(_viewer, "run", "list")).Exit);
        var refused = await As(_viewer, "run", "pause", "last");
        Assert.Equal((4, ""), (refused.Exit, refused.Out));
        Assert.Equal("'run pause' needs the role operator; the token of vera has the role viewer. Nothing was done.\n", refused.Err);
        Assert.Null(_host.Cluster.Ordered);

        Assert.Equal(0, (await As(_operator, "run", "pause", "last")).Exit);
        Assert.NotNull(_host.Cluster.Ordered);
        Assert.Contains("needs the role admin", (await As(_operator, "cluster", "down", "-a", FakeMembership.Gpu, "--yes")).Err);
        Assert.Empty(_host.Room.Membership.Done);
        Assert.Equal(0, (await As(_admin, "cluster", "down", "-a", FakeMembership.Gpu, "--yes")).Exit);
        Assert.Equal([$"down {FakeMembership.Gpu}"], _host.Room.Membership.Done);
    }

    [Fact]
    public async Task A_rehearsal_needs_the_same_role() => Assert.Equal(4, (await As(_viewer, "run", "pause", "last", "--dry-run")).Exit);

    [Theory]
    [InlineData("run list")]
    [InlineData("help")]
    [InlineData("hello")]
    [InlineData("complete run")]
    [InlineData("no such")]
    public async Task Without_a_token_nothing_is_answered(string command)
    {
        var shown = await _host.Pbm(command.Split(' '));
        Assert.Equal((4, ""), (shown.Exit, shown.Out));
        Assert.StartsWith("This host wants a token: put it into PBM_TOKEN", shown.Err);
    }

    [Fact]
    public async Task Wrong_tokens_are_refused_and_keep_no_right_one_of_the_same_address_out()
    {
        var wrong = _folder.Put("wrong", AccessToken.New());
        for (var time = 0; time < FailureLimits.AtOnce; time++)
            Assert.Contains("not known here", (await As(wrong, "run", "list")).Err);
        for (var time = 0; time < 12; time++)
        {
            Assert.Contains("too many wrong tokens from 127.0.0.1", (await As(wrong, "run", "list")).Err);
            Assert.Equal((0, ""), (await As(_admin, "run", "list")) is var shown ? (shown.Exit, shown.Err) : default);
        }
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(20, 10)]
    public async Task Connections_that_say_nothing_keep_no_command_out(int addresses, int ofEach)
    {
        var idle = new List<Socket>();
        for (var number = 0; number < addresses * ofEach; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + number % addresses)]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, _host.Number, TestContext.Current.CancellationToken);
            idle.Add(socket);
        }
        for (var time = 0; time < 5; time++)
            Assert.Equal((0, ""), (await As(_viewer, "run", "list")) is var shown ? (shown.Exit, shown.Err) : default);
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_out_at_once()
    {
        Assert.Equal(0, (await As(_viewer, "run", "list")).Exit);
        _folder.Tokens.Revoke("vera");
        Assert.Equal(4, (await As(_viewer, "run", "list")).Exit);
    }

    [Fact]
    public async Task A_token_that_has_expired_says_so()
    {
        var old = _folder.Token("olga", AccessRole.Admin, DateTimeOffset.UtcNow.AddDays(-10), days: 9);
        Assert.Contains("The token of olga expired on", (await As(old, "run", "list")).Err);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_read_admit_nobody()
    {
        File.AppendAllText(_folder.Tokens.Path, "hello\n");
        Assert.Contains("Nobody is admitted", (await As(_admin, "run", "list")).Err);
    }

    [Fact]
    public async Task What_changes_something_is_noted_before_and_after_with_who_from_where_and_what_came_of_it()
    {
        await As(_operator, "run", "pause", Id.Value, "--now");
        await As(_viewer, "run", "resume", "last");
        _host.Cluster.Refusal = "it is finished";
        await As(_operator, "run", "resume", Id.Value);
        var lines = _folder.Audit.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["olaf run pause begun", "olaf run pause done", "vera run resume not allowed", "olaf run resume begun", "olaf run resume refused"],
            lines.Select(line => $"{line.GetProperty("who")} {line.GetProperty("command")} {line.GetProperty("outcome")}"));
        Assert.Equal(lines[0].GetProperty("id").GetString(), lines[1].GetProperty("id").GetString());
        Assert.Equal(("operator", "127.0.0.1", FakeMembership.Seed),
            (lines[0].GetProperty("role").GetString(), lines[0].GetProperty("from").GetString(), lines[0].GetProperty("seed").GetString()));
        Assert.Equal([Id.Value, "--now"], lines[0].GetProperty("args").EnumerateArray().Select(arg => arg.GetString()));
        Assert.Equal($"{Id} paused: so it is", lines[1].GetProperty("said").GetString());
        Assert.Equal(_folder.Audit.Length, lines.Count);
    }

    [Fact]
    public async Task Looking_rehearsing_and_asking_are_not_noted()
    {
        await As(_admin, "run", "list");
        await As(_admin, "run", "pause", "last", "--dry-run");
        await As(_admin, "cluster", "down", "-a", FakeMembership.Gpu);
        Assert.Empty(_folder.Audit);
    }

    [Fact]
    public async Task What_a_person_wrote_freely_and_secrets_are_not_noted()
    {
        using var file = new MadeSpecification("name: tiny\ncohort: { clinical: table.csv, label: { column: label } }\n");
        await As(_operator, "cluster", "message", "Mr Miller is patient 1234");
        await As(_operator, "run", "submit", file.Path, "--name", "miller");
        await As(_operator, "node", "exclude", FakeMembership.Gpu, "--reason", "the scanner of Mr Miller");
        Assert.All(_folder.Audit, line =>
        {
            Assert.DoesNotContain("iller", line);
            Assert.DoesNotContain("1234\"", line);
            Assert.DoesNotContain(file.Folder, line);
            Assert.DoesNotContain(File.ReadAllText(_operator).Trim(), line);
        });
        Assert.Contains("(25 characters)", _folder.Audit[0]);
        Assert.Contains($"\"said\":\"{Id}\"", _folder.Audit[3]);
    }

    [Fact]
    public async Task What_is_noted_is_cut_by_length_and_has_nothing_in_it_that_turns_the_writing()
    {
        await As(_operator, "run", "pause", new string('x', 5000));
        await As(_operator, "run", "pause", "2026\u202etxt.exe\u001b[31m");
        Assert.Contains($"\"{new string('x', 200)}… (5000 characters)\"", _folder.Audit[0]);
        Assert.Contains("2026\\u202Etxt.exe\\u001B[31m", _folder.Audit[2]);
        Assert.Equal("2026\u202etxt.exe\u001b[31m", System.Text.Json.JsonDocument.Parse(_folder.Audit[2]).RootElement.GetProperty("args")[0].GetString());
    }

    [Fact]
    public async Task What_cannot_be_noted_is_not_done()
    {
        File.Delete(_folder.AuditFile);
        Directory.CreateDirectory(_folder.AuditFile);
        var refused = await As(_operator, "run", "pause", "last");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("Nothing was done, because it cannot be noted", refused.Err);
        Assert.Null(_host.Cluster.Ordered);
        Assert.Equal(0, (await As(_operator, "run", "list")).Exit);
    }

    [Fact]
    public async Task The_token_may_stand_before_or_behind_the_command()
    {
        Assert.Equal(0, (await Shown.By("--token-file", _viewer, _host.Address, "run", "list")).Exit);
        Assert.Equal(0, (await Shown.By(_host.Address, "run", "list", $"--token-file={_viewer}")).Exit);
        Assert.Equal(2, (await Shown.By(_host.Address, "run", "list", "--token-file")).Exit);
        Assert.Contains("the token cannot be read", (await Shown.By(_host.Address, "--token-file", "/nowhere", "run", "list")).Err);
    }
}
