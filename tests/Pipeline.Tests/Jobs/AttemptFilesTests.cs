using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Jobs;

public sealed class AttemptFilesTests
{
    private const string Folder = "runs/r/folds/mri-r2-3/attempt-2/";

    private static readonly RunFolder Run = new("/data/workspace", new RunId("r"));
    private static readonly Job Fold = new(new RunId("r"), new JobId("mri-r2-3"), JobKind.TrainFold, 2, Fold: new FoldId(BranchId.Mri, 3, 1));
    private static readonly string Hash = new('a', 64);

    private static string? Problem(params IEnumerable<string> paths) => Problem([.. paths.Select(path => new StoredFile(path, 1, Hash))]);

    private static string? Problem(ImmutableArray<StoredFile> files) => AttemptFiles.Problem(Run, Fold, files);

    [Fact]
    public void What_jobs_write_is_fine()
    {
        Assert.Null(Problem(ImmutableArray<StoredFile>.Empty));
        Assert.Null(Problem($"{Folder}weights.safetensors", $"{Folder}events.out.tfevents.1764480000.gpu-1.7.0", $"{Folder}maps/a b..c/Größe №7.png",
            $"{Folder}.hidden", $"{Folder}..."));
        foreach (var kind in Enum.GetValues<JobKind>())
        {
            var job = Fold with { Kind = kind, Id = new JobId("some-0") };
            var path = Path.GetRelativePath(Run.Workspace, Path.Combine(Run.AttemptFolder(job), "file.csv"));
            Assert.Null(AttemptFiles.Problem(Run, job, [new StoredFile(path, 0, Hash)]));
            if (kind != JobKind.TrainFold)
                Assert.Contains("is not below the folder of its attempt, ", Problem(path));
        }
    }

    [Theory]
    [InlineData("", "is not below the folder of its attempt")]
    [InlineData("/etc/passwd", "is not below")]
    [InlineData("../private/coordinator.key", "is not below")]
    [InlineData("private/coordinator.key", "is not below")]
    [InlineData("/data/workspace/runs/r/folds/mri-r2-3/attempt-2/oof.csv", "is not below")]
    [InlineData("./runs/r/folds/mri-r2-3/attempt-2/oof.csv", "is not below")]
    [InlineData("runs/r/folds/mri-r2-3/attempt-1/oof.csv", "is not below")]
    [InlineData("runs/r/folds/mri-r2-3/attempt-20/oof.csv", "is not below")]
    [InlineData("runs/r/folds/mri-r2-3/attempt-2", "is not below")]
    [InlineData("RUNS/r/folds/mri-r2-3/attempt-2/oof.csv", "is not below")]
    [InlineData("runs/other/folds/mri-r2-3/attempt-2/oof.csv", "is not below")]
    [InlineData("runs//r/folds/mri-r2-3/attempt-2/oof.csv", "is not below")]
    [InlineData(Folder, "is no plain path")]
    [InlineData(Folder + ".", "is no plain path")]
    [InlineData(Folder + "../attempt-2/oof.csv", "is no plain path")]
    [InlineData(Folder + "a/../../../../../private/key", "is no plain path")]
    [InlineData(Folder + "a//b", "is no plain path")]
    [InlineData(Folder + "a/", "is no plain path")]
    [InlineData(Folder + "a\\..\\b", "backslash")]
    [InlineData(Folder + "a\0b", "hidden character")]
    [InlineData(Folder + "a\nb", "hidden character")]
    [InlineData(Folder + "a\u202egpj.exe", "hidden character")]
    public void A_name_that_may_mean_anything_else_is_told(string path, string problem)
    {
        var told = Problem($"{Folder}oof.csv", path);
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.True(VisibleText.IsPlain(told!) && !told!.Contains('\n'));
    }

    [Fact]
    public void Paths_names_and_what_is_said_of_them_have_lengths()
    {
        Assert.Null(Problem(Folder + new string('n', AttemptFiles.LongestName)));
        Assert.Contains("a name of 256 letters", Problem(Folder + new string('n', AttemptFiles.LongestName + 1)));
        Assert.Contains("at most 1024", Problem(Folder + string.Join('/', Enumerable.Repeat("n", 1000))));
        Assert.Contains("hidden character", Problem($"{Folder}\ud800")); // half of a pair
        Assert.InRange(Problem(new string('x', 200_000))!.Length, 1, 400);
    }

    [Fact]
    public void What_is_missing_doubled_negative_or_no_hash_is_told()
    {
        var file = new StoredFile($"{Folder}oof.csv", 1, Hash);
        Assert.Equal("the list of files is missing", Problem(default(ImmutableArray<StoredFile>)));
        Assert.Equal("a file has no name", Problem(ImmutableArray.Create<StoredFile>([null!])));
        Assert.Equal("a file has no name", Problem([file with { Path = null! }]));
        Assert.Equal($"'{Folder}oof.csv' is named twice", Problem([file, file with { Bytes = 2 }]));
        Assert.Equal($"'{Folder}oof.csv' is said to have a negative length", Problem([file with { Bytes = -1 }]));
        foreach (var hash in new[] { null, "", "ab", new string('A', 64), new string('g', 64), new string('a', 65), "0x" + new string('a', 62) })
            Assert.Contains("64 lower-case hexadecimal digits", Problem([file with { Sha256 = hash! }]));
    }

    /// <summary>Whatever is fine lies below the attempt's folder, as the operating system reads it, and nobody else's spelling of it is fine.</summary>
    [Fact]
    public void No_path_that_is_fine_leads_outside() => Gen.Select(
        Gen.Bool,
        Gen.OneOfConst("/", "..", ".", "a", "attempt-2", "\\", "\0", "\n", "~", " ", "\u202e", "runs/r/", Folder).Array[0, 8]).Sample((below, parts) =>
    {
        var path = (below ? Folder : "") + string.Concat(parts);
        if (Problem(path) is not null)
            return;
        var whole = Path.GetFullPath(Path.Combine(Run.Workspace, path));
        Assert.StartsWith(Run.AttemptFolder(Fold) + "/", whole, StringComparison.Ordinal);
        Assert.Equal(path, Path.GetRelativePath(Run.Workspace, whole));
    }, iter: 20_000);
}
