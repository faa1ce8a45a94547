using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AxSpa.Hosting.NodeFiles;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Hosting.Tests.NodeFiles;

public sealed class RunFilesForReadingTests : IDisposable
{
    private static readonly RunId Run = new("20261126-031618-a1b2");

    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-desk-").FullName;
    private readonly PosixWorkspace _store;

    public RunFilesForReadingTests()
    {
        _store = new PosixWorkspace(_workspace);
        Write("results/metrics.txt", "AUROC");
        Write("run.log", "first\nsecond\n");
        Write("cohort/attempt-1/patients.csv", "patient_id\nsecret\n");
        Write("folds/mri-0/attempt-2/trainer.log", "epoch");
        Write("folds/mri-r2-0/attempt-1/trainer.log", "epoch 1");
        File.WriteAllText(Path.Combine(_workspace, "outside.txt"), "secret");
    }

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    private string Root => new RunFolder(_workspace, Run).Root;

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    private ImmutableArray<NodeFileProtocol.FilePart> Read(params NodeFileProtocol.FilePlace[] places) =>
        RunFilesForReading.Read(_store, new NodeFileProtocol.ReadFiles(Run, [.. places])).Parts;

    [Fact]
    public void Results_and_logs_are_read_from_where_one_left_off()
    {
        var parts = Read(
            new("results/metrics.txt", 0), new("run.log", 6), new("folds/mri-0/attempt-2/trainer.log", 99), new("folds/mri-r2-0/attempt-1/trainer.log", 0),
            new("results/absent.txt", 0));
        Assert.Equal(["AUROC", "second\n", "", "epoch 1", ""], parts.Select(part => Encoding.UTF8.GetString(part.Bytes)));
        Assert.Equal([5L, 13, 5, 7, -1], parts.Select(part => part.Length));
    }

    [Theory]
    [InlineData("cohort/attempt-1/patients.csv")]
    [InlineData("../../outside.txt")]
    [InlineData("results/../cohort/attempt-1/patients.csv")]
    [InlineData("results/./metrics.txt")]
    [InlineData("results//etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("results/")]
    [InlineData("")]
    public void Nothing_else_of_a_run_and_nothing_outside_it_is_read(string path) =>
        Assert.Throws<RefusedInputException>(() => Read(new NodeFileProtocol.FilePlace(path, 0)));

    [Theory]
    [InlineData("..")]
    [InlineData("../runs/20261126-031618-a1b2")]
    [InlineData("/etc")]
    [InlineData("")]
    public void A_run_is_named_by_its_id_and_by_no_path(string run) =>
        Assert.Throws<RefusedInputException>(
            () => RunFilesForReading.Read(_store, new NodeFileProtocol.ReadFiles(new RunId(run), [new NodeFileProtocol.FilePlace("run.log", 0)])));

    [Fact]
    public void Links_are_not_followed()
    {
        File.CreateSymbolicLink(Path.Combine(Root, "results", "link.txt"), Path.Combine(_workspace, "outside.txt"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "results", "folder"), _workspace);
        Assert.Contains("link", Assert.Throws<RefusedInputException>(() => Read(new NodeFileProtocol.FilePlace("results/link.txt", 0))).Message);
        Assert.Throws<RefusedInputException>(() => Read(new NodeFileProtocol.FilePlace("results/folder/outside.txt", 0)));
    }

    [Fact]
    public void The_largest_answer_is_smaller_than_64_kB_on_the_wire()
    {
        File.WriteAllBytes(Path.Combine(Root, "results", "big.png"), new byte[100_000]);
        var places = Enumerable.Repeat(new NodeFileProtocol.FilePlace("results/big.png", 0), NodeFileProtocol.MostFiles).ToArray();
        var parts = Read(places);
        Assert.Equal(NodeFileProtocol.MostBytes, parts.Sum(part => part.Bytes.Length));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(new NodeFileProtocol.FileParts(parts), WireJson.Default.FileParts).Length,
            NodeFileProtocol.MostBytes, 64_000);
        Assert.Throws<RefusedInputException>(() => Read([.. places, places[0]]));
    }
}
