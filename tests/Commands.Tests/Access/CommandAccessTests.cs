using AxSpa.Commands.Access;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using AxSpa.Support;

namespace AxSpa.Commands.Tests.Access;

public sealed class CommandAccessTests : IDisposable
{
    private readonly AccessFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Refused(CommandAccess access) => Assert.Throws<RefusedInputException>(() => access.Checked()).Message;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.1.2.3")]
    [InlineData("seed-1.example")]
    public void Beyond_loopback_both_keys_and_tokens_are_needed_and_what_is_missing_is_said(string host)
    {
        var nothing = new CommandAccess { Audit = AuditLog.Nowhere, Host = host };
        Assert.Contains("axspa certs create", Refused(nothing));
        Assert.Contains("axspa tokens create", Refused(nothing));
        _folder.Token("alice", AccessRole.Admin);
        Assert.DoesNotContain("axspa tokens create", Refused(nothing with { Tokens = _folder.Tokens }));
        Assert.DoesNotContain("axspa certs create", Refused(nothing with { Keys = _folder.SeedKeys }));
        var both = nothing with { Tokens = _folder.Tokens, Keys = _folder.SeedKeys };
        Assert.Equal(both, both.Checked());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void On_loopback_nothing_is_needed_and_nothing_is_encrypted(string host)
    {
        var access = new CommandAccess { Audit = AuditLog.Nowhere, Host = host, Keys = _folder.SeedKeys };
        Assert.Null(access.Checked().Keys);
        Assert.NotNull((access with { DemandsCertificate = true }).Checked().Keys);
    }

    [Fact]
    public void Tokens_that_are_not_there_or_none_are_told_at_the_start()
    {
        var access = new CommandAccess { Audit = AuditLog.Nowhere, Tokens = _folder.Tokens };
        Assert.Contains("the tokens cannot be read", Refused(access));
        _folder.Token("alice", AccessRole.Admin);
        _folder.Tokens.Revoke("alice");
        Assert.Contains("holds no token", Refused(access));
    }

    [Fact]
    public void Certificates_cannot_be_demanded_without_keys() =>
        Assert.Contains("--tls", Refused(new CommandAccess { Audit = AuditLog.Nowhere, DemandsCertificate = true }));
}
