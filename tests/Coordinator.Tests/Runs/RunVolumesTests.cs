using System.Security.Cryptography;
using System.Text;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>Volumes that runs share go with the last run that names them, in whatever order runs are deleted.</summary>
public sealed class RunVolumesTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-volumes-").FullName;
    private readonly PosixWorkspace _store;

    public RunVolumesTests() => _store = new PosixWorkspace(_workspace);

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    private static string Volume(int number) => $"volumes/{Convert.ToHexStringLower(SHA256.HashData([(byte)number]))}.f32";

    private void Prepare(string run, int attempt, IEnumerable<int> volumes)
    {
        var list = new StringBuilder("patient_id,volume,sha256\n");
        foreach (var volume in volumes)
        {
            list.Append($"\"P, {volume}\",{Volume(volume)},00\n");
            foreach (var name in new[] { Volume(volume), Path.ChangeExtension(Volume(volume), ".json") })
                _store.Write(StoreName.Of(name), StoreReading.Bytes("x"));
        }
        _store.Write(StoreName.Of($"runs/{run}/cohort/attempt-{attempt}/scans.csv"), StoreReading.Bytes(list.ToString()));
    }

    private void Delete(string run, params string[] going)
    {
        foreach (var entry in RunVolumes.OnlyOf(_store, new RunFolder(_workspace, new RunId(run)), going.Select(id => new RunId(id)).ToHashSet()))
            _store.Delete(entry.Name);
        _store.Delete(StoreName.Of($"runs/{run}"));
    }

    private string[] Left => [.. Directory.GetFiles(_workspace, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_workspace, file)).Order()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_each_deletion_exactly_those_volumes_are_there_that_a_run_names(int seed)
    {
        var random = new Random(seed);
        for (var cluster = 0; cluster < 6; cluster++)
        {
            var runs = Enumerable.Range(0, random.Next(1, 6)).ToDictionary(
                run => $"run-{cluster}-{run}",
                _ => Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 12).Where(_ => random.Next(3) == 0).ToList()).ToList());
            foreach (var (run, attempts) in runs)
                for (var attempt = 0; attempt < attempts.Count; attempt++)
                    Prepare(run, attempt + 1, attempts[attempt]);
            foreach (var run in runs.Keys.OrderBy(_ => random.Next()).ToList())
            {
                Delete(run, run);
                runs.Remove(run);
                var named = runs.Values.SelectMany(attempts => attempts.SelectMany(volumes => volumes)).Distinct()
                    .SelectMany(volume => new[] { Volume(volume), Path.ChangeExtension(Volume(volume), ".json") });
                Assert.Equal(named.Order(), Left.Where(file => file.StartsWith("volumes/", StringComparison.Ordinal)));
            }
            Assert.Empty(Left);
        }
    }

    [Fact]
    public void Two_runs_that_go_at_once_leave_nothing_of_what_they_share()
    {
        Prepare("a", 1, [1, 2]);
        Prepare("b", 1, [2, 3]);
        Delete("a", "a", "b");
        Assert.DoesNotContain(Volume(2), Left);
        Assert.Contains(Volume(3), Left);
        Delete("b", "a", "b");
        Assert.Empty(Left);
    }

    [Fact]
    public void Without_scans_nothing_else_is_read()
    {
        _store.Write(StoreName.Of("runs/a/run.yaml"), StoreReading.Bytes("x"));
        Assert.Empty(RunVolumes.OnlyOf(_store, new RunFolder(_workspace, new RunId("a")), new HashSet<RunId>()));
    }
}
