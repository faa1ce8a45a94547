using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Jobs;

public sealed class JobJsonTests
{
    private static readonly StoredFile File = new("runs/r/split.csv", 12, "ab");

    [Fact]
    public void A_job_is_one_line_and_comes_back_as_it_was()
    {
        var job = new Job(new RunId("r"), new JobId("mri-3"), JobKind.TrainFold, 2, File, new FoldId(BranchId.Mri, 3), Workspace: "00ff");

        var line = JobJson.Write(job);
        var back = JobJson.ReadJob(line);

        Assert.Equal("""{"run":"r","id":"mri-3","kind":"TrainFold","attempt":2,"inputs":{"path":"runs/r/split.csv","bytes":12,"sha256":"ab"},"fold":"mri-3","draws":null,"workspace":"00ff"}""",
            line);
        Assert.Equal(job, back);
    }

    [Fact]
    public void Bootstrap_draws_travel_with_their_job()
    {
        var job = new Job(new RunId("r"), new JobId("bootstrap-1"), JobKind.BootstrapShard, 1, Draws: new DrawRange(100, 100));

        Assert.Equal(new DrawRange(100, 100), JobJson.ReadJob(JobJson.Write(job)).Draws);
    }

    public static TheoryData<TrainerLine, string> Lines => new()
    {
        { new TrainerLine.Ready(7, "cpu", "2.10.0", "1.7.4"),
            """{"type":"ready","processId":7,"device":"cpu","torchVersion":"2.10.0","xgboostVersion":"1.7.4"}""" },
        { new TrainerLine.Alive(), """{"type":"alive"}""" },
        { new TrainerLine.Progress("epoch", 1, 30, double.NaN, null),
            """{"type":"progress","stage":"epoch","step":1,"of":30,"trainingLoss":"NaN","validationAuroc":null}""" },
        { new TrainerLine.Warning("no sform"), """{"type":"warning","text":"no sform"}""" },
        { new TrainerLine.NotVisible("/data/c.csv", "there is no such file"),
            """{"type":"not-visible","file":"/data/c.csv","reason":"there is no such file"}""" },
        { new TrainerLine.Failed(FailureKind.OutOfMemory, "text\nwith lines"), """{"type":"failed","kind":"OutOfMemory","reason":"text\nwith lines"}""" },
    };

    [Theory, MemberData(nameof(Lines))]
    public void Each_kind_of_line_has_a_frozen_form(TrainerLine line, string json)
    {
        Assert.Equal(json, JobJson.Write(line));
        Assert.Equal(line, JobJson.ReadLine(json));
    }

    [Fact]
    public void A_completed_job_lists_its_files_and_figures()
    {
        var done = new TrainerLine.Completed([File], ImmutableSortedDictionary<string, double>.Empty.Add("bestEpoch", 4));

        var json = JobJson.Write(done);
        var back = Assert.IsType<TrainerLine.Completed>(JobJson.ReadLine(json));

        Assert.StartsWith("""{"type":"completed","files":[{""", json, StringComparison.Ordinal);
        Assert.Equal(done.Files.AsEnumerable(), back.Files);
        Assert.Equal(done.Figures, back.Figures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"run":"r","id":"x","kind":"Dance","attempt":1,"inputs":[]}""")]
    [InlineData("""{"run":null,"id":"x","kind":"Report","attempt":1,"inputs":[]}""")]
    [InlineData("""{"run":"r","id":"x","kind":"TrainFold","attempt":1,"inputs":[],"fold":"knee-1"}""")]
    public void A_line_that_is_no_job_is_refused(string line) =>
        Assert.ThrowsAny<JsonException>(() => JobJson.ReadJob(line));

    [Fact]
    public void A_line_without_a_type_is_refused_and_no_fault_of_the_program() => Assert.ThrowsAny<JsonException>(() => JobJson.ReadLine("{}"));

    [Fact]
    public void A_line_of_an_unknown_type_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => JobJson.ReadLine("""{"type":"song","text":"la"}"""));
}
