using System.Text;
using AxSpa.Shared.Pbm;
using Xunit;

namespace AxSpa.Shared.Tests.Pbm;

public sealed class PbmJsonTests
{
    [Fact]
    public void A_request_comes_back_as_it_was()
    {
        var request = new PbmRequest("run", "submit", ["a b.yaml", "--wait"], OutputFormat.Json, [new LocalFile("a b.yaml", "name: ä\nfolds: 5\n")]);
        var line = PbmJson.Write(request);
        var back = PbmJson.ReadRequest(line.AsSpan(..^1));
        Assert.Equal((byte)'\n', line[^1]);
        Assert.DoesNotContain((byte)'\n', line[..^1]);
        Assert.Equal((request.Palette, request.Command, request.Output), (back.Palette, back.Command, back.Output));
        Assert.Equal(request.Args, back.Args);
        Assert.Equal(request.Files, back.Files);
    }

    [Fact]
    public void The_form_of_a_request_is_frozen() => Assert.Equal(
        """{"palette":"run","command":"submit","args":["x.yaml"],"output":"json","files":[{"argument":"x.yaml","text":"name: x"}]}""" + "\n",
        Encoding.UTF8.GetString(PbmJson.Write(new PbmRequest("run", "submit", ["x.yaml"], OutputFormat.Json, [new LocalFile("x.yaml", "name: x")]))));

    [Theory]
    [InlineData("""{"out":"a\nb"}""")]
    [InlineData("""{"err":"trouble"}""")]
    [InlineData("""{"exit":3}""")]
    [InlineData("{}")]
    public void An_answer_keeps_its_frozen_form(string line) =>
        Assert.Equal(line + "\n", Encoding.UTF8.GetString(PbmJson.Write(PbmJson.ReadAnswer(Encoding.UTF8.GetBytes(line)))));

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"palette":"run"}""")]
    [InlineData("""{"palette":null,"command":"list","args":[],"output":"table","files":[]}""")]
    [InlineData("""{"palette":"run","command":"list","args":[null],"output":"table","files":[]}""")]
    [InlineData("""{"palette":"run","command":"list","args":[],"output":"table","files":[null]}""")]
    [InlineData("""{"palette":"run","command":"list","args":[],"output":"xml","files":[]}""")]
    [InlineData("""{"palette":"run","command":"list","args":[],"output":7,"files":[]}""")]
    [InlineData("""{"palette":"run","command":"list","args":"x","output":"table","files":[]}""")]
    public void What_is_no_request_is_refused_with_a_reason(string line) =>
        Assert.NotEmpty(Assert.Throws<FrameException>(() => PbmJson.ReadRequest(Encoding.UTF8.GetBytes(line))).Message);

    [Fact]
    public void A_member_that_this_version_does_not_know_is_passed_over() =>
        Assert.Equal("run", PbmJson.ReadRequest("""{"palette":"run","command":"list","args":[],"output":"table","files":[],"token":"later"}"""u8).Palette);
}
