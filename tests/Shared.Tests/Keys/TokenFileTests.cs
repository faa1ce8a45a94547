using System.Runtime.Versioning;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using Xunit;

namespace AxSpa.Shared.Tests.Keys;

public sealed class TokenFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-tokens-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TokenFile Tokens => new(Path.Combine(_folder, "keys", "tokens.jsonl"));

    [Fact]
    public void A_token_is_found_by_itself_and_is_kept_nowhere()
    {
        var (alice, bob) = (Tokens.Add("alice", AccessRole.Operator, Now, days: null), Tokens.Add("bob", AccessRole.Viewer, Now, days: 30));
        Assert.NotEqual(alice, bob);
        Assert.Matches("^axspa_[A-Za-z0-9_-]{43}$", alice);
        Assert.Equal(("alice", AccessRole.Operator, null), Tokens.Find(alice) is { } found ? (found.Name, found.Role, found.Expires) : default);
        Assert.Equal(Now.AddDays(30), Tokens.Find(bob)!.Expires);
        Assert.Null(Tokens.Find(alice + "x"));
        Assert.Null(Tokens.Find(""));
        var text = File.ReadAllText(Tokens.Path);
        Assert.DoesNotContain(alice["axspa_".Length..], text);
        Assert.DoesNotContain(bob["axspa_".Length..], text);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void The_file_belongs_to_one_user()
    {
        Tokens.Add("alice", AccessRole.Operator, Now, days: null);
        Tokens.Add("bob", AccessRole.Operator, Now, days: null);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Tokens.Path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Tokens.Path)!));
    }

    [Fact]
    public void A_token_that_is_revoked_is_not_found_any_more_and_the_others_are()
    {
        var (alice, bob) = (Tokens.Add("alice", AccessRole.Operator, Now, days: null), Tokens.Add("bob", AccessRole.Admin, Now, days: null));
        Tokens.Revoke("alice");
        Assert.Null(Tokens.Find(alice));
        Assert.NotNull(Tokens.Find(bob));
        Assert.Contains("Did you mean 'bob'?", Assert.Throws<RefusedInputException>(() => Tokens.Revoke("bobb")).Message);
    }

    [Theory]
    [InlineData("alice", "alice has a token")]
    [InlineData("", "1 to 64 characters")]
    [InlineData("al ice", "without blanks")]
    [InlineData("al\nice", "without blanks")]
    public void A_name_that_cannot_be_used_is_refused(string name, string expected)
    {
        Tokens.Add("alice", AccessRole.Operator, Now, days: null);
        Assert.Contains(expected, Assert.Throws<RefusedInputException>(() => Tokens.Add(name, AccessRole.Viewer, Now, days: null)).Message);
        Assert.Single(Tokens.Read());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("""{"name":"x","role":"root","sha256":"00","created":"2026-11-26T12:00:00+00:00"}""")]
    [InlineData("""{"name":"x","role":2,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","created":"2026-11-26T12:00:00+00:00"}""")]
    [InlineData("""{"name":"x","role":"admin","sha256":"zzb0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","created":"2026-11-26T12:00:00+00:00"}""")]
    public void A_line_that_is_no_token_is_named_and_nobody_is_found(string line)
    {
        var alice = Tokens.Add("alice", AccessRole.Operator, Now, days: null);
        File.AppendAllText(Tokens.Path, line + "\n");
        Assert.Contains("tokens.jsonl, line 2", Assert.Throws<RefusedInputException>(() => Tokens.Find(alice)).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_what_to_type() =>
        Assert.Contains("axspa tokens create", Assert.Throws<RefusedInputException>(() => Tokens.Read()).Message);
}
