using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Support;

namespace AxSpa.Pbm.Tests.EndToEnd;

/// <summary>Files on their way to a client: whole and right, or not there at all.</summary>
public sealed class IncomingFilesTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-incoming-").FullName;
    private readonly ServedRoom _host = new();

    private string Target => Path.Combine(_folder, "results");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Offer(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            _host.Room.NodeFileClient.Write(path, text);
            _host.Cluster.Results = _host.Cluster.Results.Add(
                new StoredFile(path, text.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
        }
    }

    private Task<Shown> Download() => _host.Pbm("run", "results", "last", "--download", Target);

    [Fact]
    public async Task A_download_lies_in_its_folder_and_nowhere_else()
    {
        Offer(("results/metrics.txt", "AUROC 0.86\n"), ("results/figures/roc.png", new string('x', 5000)));
        var shown = await Download();
        Assert.Equal(new Shown(0, "AUROC 0.86\n", $"2 files, 5.0 kB: {Target}\n"), shown);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(Path.Combine(Target, "figures", "roc.png"), TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_nothing_is_asked_for()
    {
        Offer(("results/metrics.txt", "new\n"));
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "metrics.txt"), "old", TestContext.Current.CancellationToken);
        var shown = await Download();
        Assert.Equal((2, ""), (shown.Exit, shown.Out));
        Assert.Contains("is there already, and is not overwritten", shown.Err);
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(Target, "metrics.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_empty_folder_is_filled()
    {
        Offer(("results/metrics.txt", "new\n"));
        Directory.CreateDirectory(Target);
        Assert.Equal(0, (await Download()).Exit);
        Assert.True(File.Exists(Path.Combine(Target, "metrics.txt")));
    }

    [Fact]
    public async Task What_turns_out_to_be_damaged_leaves_nothing_behind()
    {
        Offer(("results/metrics.txt", "new\n"), ("results/predictions.csv", "first"));
        _host.Room.NodeFileClient.Write("results/predictions.csv", "other");
        Assert.Equal(2, (await Download()).Exit);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_host_that_is_lost_on_the_way_leaves_nothing_behind()
    {
        Offer(("results/metrics.txt", "new\n"), ("results/predictions.csv", new string('x', 5000)));
        _host.Room.NodeFileClient.Before = asked =>
        {
            if (asked == 20)
                _host.Room.NodeFileClient.Silent.Add(FakeMembership.Seed);
        };
        Assert.Equal(3, (await Download()).Exit);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("../escaped.txt")]
    [InlineData("/etc/escaped.txt")]
    [InlineData("a/../../escaped.txt")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData(".bash_profile")]
    [InlineData("figures/.hidden")]
    [InlineData("figures/\u202egnp.sh")]
    public void A_host_cannot_write_outside_the_folder_that_the_person_named(string name)
    {
        using var incoming = IncomingFiles.Of(CommandLine.Read(["run", "results", "last", "--download", Target]), TimeProvider.System)!;
        Assert.Contains("cannot be stored", Assert.Throws<RefusedInputException>(() => incoming.Hear(new PbmAnswer(File: new PbmFile(name)))).Message);
    }

    [Theory]
    [InlineData(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", true)]
    [InlineData(4, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", false)]
    [InlineData(3, "aa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", false)]
    public void A_file_is_kept_only_with_the_length_and_hash_that_it_should_have(long bytes, string sha256, bool isKept)
    {
        using (var incoming = IncomingFiles.Of(CommandLine.Read(["run", "results", "last", $"--download={Target}"]), TimeProvider.System)!)
        {
            incoming.Hear(new PbmAnswer(File: new PbmFile("abc.txt")));
            incoming.Hear(new PbmAnswer(Part: "abc"u8.ToArray()));
            var end = new PbmAnswer(End: new PbmFileEnd(bytes, sha256));
            if (isKept)
                incoming.Hear(end);
            else
                Assert.Contains("length or hash", Assert.Throws<RefusedInputException>(() => incoming.Hear(end)).Message);
            if (isKept)
                Assert.Equal(Target, incoming.Keep());
            else
                Assert.Contains("has not sent all of abc.txt", Assert.Throws<RefusedInputException>(incoming.Keep).Message);
        }
        Assert.Equal(isKept, File.Exists(Path.Combine(Target, "abc.txt")));
        Assert.Equal(isKept ? 1 : 0, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Fact]
    public void No_host_fills_the_disk()
    {
        using var incoming = IncomingFiles.Of(CommandLine.Read(["run", "results", "last", "--download", Target]), TimeProvider.System, mostBytes: 10)!;
        incoming.Hear(new PbmAnswer(File: new PbmFile("a")));
        incoming.Hear(new PbmAnswer(Part: new byte[10]));
        Assert.Contains("more than 10 B", Assert.Throws<RefusedInputException>(() => incoming.Hear(new PbmAnswer(Part: new byte[1]))).Message);
    }

    [Fact]
    public void Nor_does_it_make_files_without_end()
    {
        using var incoming = IncomingFiles.Of(CommandLine.Read(["run", "results", "last", "--download", Target]), TimeProvider.System, mostFiles: 3)!;
        var empty = new PbmFileEnd(0, Convert.ToHexStringLower(SHA256.HashData([])));
        for (var number = 0; number < 3; number++)
            incoming.Hear(new PbmAnswer(File: new PbmFile($"{number}"), End: empty));
        Assert.Contains("more than 3 files", Assert.Throws<RefusedInputException>(() => incoming.Hear(new PbmAnswer(File: new PbmFile("x")))).Message);
    }

    [Fact]
    public void Where_no_file_is_wanted_none_is_taken()
    {
        Assert.Null(IncomingFiles.Of(CommandLine.Read(["run", "results", "last"]), TimeProvider.System));
        Assert.Null(IncomingFiles.Of(CommandLine.Read(["run", "list"]), TimeProvider.System));
        Assert.Throws<UsageException>(() => IncomingFiles.Of(CommandLine.Read(["run", "results", "last", "--download"]), TimeProvider.System));
    }

    [Fact]
    public async Task A_client_that_cannot_receive_is_told_so()
    {
        await using var stream = await _host.Connect();
        await stream.WriteAsync(PbmJson.Write(new PbmRequest("run", "results", ["last", "--download", "x"], OutputFormat.Table, [])),
            TestContext.Current.CancellationToken);
        Assert.Contains("cannot receive files", await ServedRoom.ReadToEnd(stream));
    }
}
