using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Diagnosis;

public sealed class DoctorAndBundleTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public DoctorAndBundleTests()
    {
        _room.Membership.Members = [.. _room.Membership.Members.Select(member => member with { Status = "up", Reachable = true, Version = "0.1.0" })];
        _room.Membership.Seeds = [];
        _room.Cluster.Nodes = [new NodeView(new NodeId("127.0.0.1", 4055, 7), [new SlotView(0, "cpu", SlotStatus.Free)])];
        _room.Cluster.Show(Run(RunStatus.Completed, jobs: [Fold("mri-0", JobStatus.Completed, attempt: 2)]) with
        { Warnings = ["AX0001_scan1.nii.gz has no orientation"] });
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task A_doctor_that_finds_all_well_exits_0()
    {
        var said = await _room.Run("doctor");
        Assert.Equal((0, ""), (said.Exit, said.Err));
        Assert.EndsWith("Count: 10 checks, 0 warnings, 0 failures", said.Out);
        Assert.Equal("ok", JsonDocument.Parse((await _room.Run("doctor -o json")).Out).RootElement[0].GetProperty("verdict").GetString());
        // Every node that wrote was asked what it sees of the others, and to clean up.
        Assert.Equal([FakeMembership.Seed, FakeMembership.Gpu], _room.NodeFileClient.Compared.Take(2).Order());
        Assert.Equal([FakeMembership.Seed, FakeMembership.Gpu], _room.NodeFileClient.CleanedUp.Take(2).Order());
    }

    [Fact]
    public async Task A_doctor_that_finds_a_failure_exits_1_and_asks_everybody_else_all_the_same()
    {
        _room.NodeFileClient.Silent.Add(FakeMembership.Gpu);
        _room.NodeFileClient.Storage = _room.NodeFileClient.Storage with { Trouble = "Read-only file system" };
        var said = await _room.Run("doctor");
        Assert.Equal(1, said.Exit);
        Assert.Contains($"fail  answers       {FakeMembership.Gpu} does not say how it is", said.Out);
        Assert.Contains($"fail  storage       {FakeMembership.Seed} cannot use /shared: Read-only file system", said.Out);
        Assert.Contains("ok    journal", said.Out);
    }

    [Fact]
    public async Task A_doctor_asks_every_listed_seed_though_it_is_no_member()
    {
        const string Island = "akka.tcp://axspa@127.0.0.2:4053";
        _room.Membership.Seeds = [FakeMembership.Seed, Island];
        _room.NodeFileClient.Seen.Add(Island);
        _room.Clock.Hurries = true;
        var said = await _room.Run("doctor");
        Assert.Equal(1, said.Exit);
        Assert.Contains($"fail  seeds         {Island} is in another cluster, 1 member: {Island}", said.Out);
    }

    [Fact]
    public async Task A_doctor_needs_no_coordinator()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromMilliseconds(50));
        room.Clock.Hurries = true;
        room.Cluster.IsSilent = true;
        var said = await room.Run("doctor");
        Assert.Equal(1, said.Exit);
        Assert.Contains("fail  coordinator", said.Out);
        Assert.Contains("fail  journal", said.Out);
        Assert.Contains("members", said.Out);
    }

    [Theory]
    [InlineData("doctor now", "doctor: 'now' is a word too many")]
    [InlineData("bundle --run 1999", "There is no run 1999")]
    public async Task What_cannot_be_meant_is_refused(string line, string expected) => Assert.Contains(expected, (await _room.Run(line)).Err);

    [Theory]
    [InlineData("help doctor")]
    [InlineData("doctor --help")]
    public async Task Help_knows_a_command_of_one_word(string line) => Assert.Contains("Usage: doctor [-o table|json]", (await _room.Run(line)).Out);

    private async Task<Dictionary<string, string>> Unpacked(string line)
    {
        var said = await _room.Run(line);
        Assert.True(said.Exit == 0, said.Err);
        var archive = Assert.Single(said.Files);
        Assert.Matches(@"^axspa-bundle-\d{8}-\d{6}\.tar\.gz$", archive.Key);
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive.Value), CompressionMode.Decompress));
        var files = new Dictionary<string, string>();
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
            files[entry.Name[(entry.Name.IndexOf('/') + 1)..]] = entry.DataStream is null
                ? ""
                : await new StreamReader(entry.DataStream).ReadToEndAsync(TestContext.Current.CancellationToken);
        return files;
    }

    private void AddRun()
    {
        _room.NodeFileClient.Write("split.csv", "patient_id,set,fold\nAX0001,test,\nAX0002,train,0\n7,train,1\n");
        _room.NodeFileClient.Write("run.yaml", "name: x\n");
        _room.NodeFileClient.Write("run.log", "2026-11-23T12:00:00.000Z error failed: AX0002 is not AX00021\n");
        _room.NodeFileClient.Write("folds/mri-0/attempt-2/trainer.log", "2026-11-23T12:00:00.000Z info  epoch 7/9\n");
    }

    [Fact]
    public async Task A_bundle_holds_what_support_needs_and_the_name_of_no_patient()
    {
        AddRun();
        var files = await Unpacked("bundle");
        Assert.All(["doctor.txt", "doctor.json", "run-list.json", "node-list.json", "cluster-show.json", "settings.txt", "notes.txt"],
            name => Assert.True(files[name].Length > 0, name));
        Assert.Equal("name: x\n", files[$"runs/{Id}/run.yaml"]);
        Assert.Contains("epoch 7/9", files[$"runs/{Id}/logs/mri-0-2.log"]);
        // What older versions wrote into logs is taken out too; another word that begins alike is not.
        Assert.Equal("2026-11-23T12:00:00.000Z error failed: [patient] is not AX00021\n", files[$"runs/{Id}/run.log"]);
        Assert.Contains("[patient]_scan1.nii.gz has no orientation", files[$"runs/{Id}/describe.txt"]);
        Assert.DoesNotContain(files, file => file.Value.Contains("AX0001", StringComparison.Ordinal) || file.Key.Contains("AX0001", StringComparison.Ordinal));
        Assert.Contains("Identifiers of 3 patients were looked for", files["notes.txt"]);
        Assert.Contains("1 of them are too short", files["notes.txt"]);
    }

    [Fact]
    public async Task Settings_name_the_environment_without_what_it_holds()
    {
        Environment.SetEnvironmentVariable("AXSPA_TEST_SECRET", "hush");
        var settings = (await Unpacked("bundle"))["settings.txt"];
        Assert.Contains("AXSPA_TEST_SECRET", settings);
        Assert.DoesNotContain("hush", settings);
    }

    [Fact]
    public async Task Of_a_long_log_the_end_is_kept()
    {
        AddRun();
        _room.NodeFileClient.MostBytes = 1 << 20;
        _room.NodeFileClient.Write("run.log",
            string.Concat(Enumerable.Repeat("2026-11-23T12:00:00.000Z info  line\n", 60_000)) + "2026-11-23T12:00:01.000Z info  the last\n");
        var log = (await Unpacked("bundle"))[$"runs/{Id}/run.log"];
        Assert.StartsWith("(", log);
        Assert.InRange(log.Length, 1 << 20, (1 << 20) + 100);
        Assert.EndsWith("the last\n", log);
    }

    [Fact]
    public async Task What_cannot_be_had_is_noted()
    {
        _room.Membership.Members = [];
        var files = await Unpacked("bundle");
        Assert.Contains($"run {Id} is not whole in this archive: No node that sees the workspace is up", files["notes.txt"]);
        Assert.True(files.ContainsKey($"runs/{Id}/describe.json"));
    }
}
