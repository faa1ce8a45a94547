using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>As many folds as a specification allows for one branch, on a seed, a coordinator and a GPU node: no message of it is larger than a frame.</summary>
public sealed class LargeRunTests
{
    private const int Folds = 20 * 20;

    [Fact]
    public void A_run_of_twenty_folds_in_twenty_repeats_ends_on_three_processes_and_is_shown_whole()
    {
        using var folder = new MadeFolder();
        using var cluster = new StartedCluster(folder.Workspace, folder.Journal);
        cluster.Coordinator();
        cluster.Node();
        var run = cluster.Submit(folder.Specification);
        // While it runs it is looked at in parts, from its first folds to its last.
        var watched = cluster.Pbm("run", "watch", run);
        Assert.True(watched.Code == 0, watched.Errors + watched.Out + cluster.Said);
        Assert.Contains($"stage: folds ({Folds} to train)", watched.Out);

        var jobs = JsonDocument.Parse(cluster.Pbm("run", "describe", run, "-o", "json").Out).RootElement.GetProperty("jobs").EnumerateArray()
            .Select(job => (Name: job.GetProperty("job").GetString()!, Status: job.GetProperty("status").GetString())).ToList();
        Assert.All(jobs, job => Assert.Equal("completed", job.Status));
        Assert.Equal(
            from repeat in Enumerable.Range(1, 20) from fold in Enumerable.Range(0, 20) select repeat == 1 ? $"clinical-{fold}" : $"clinical-r{repeat}-{fold}",
            jobs.Select(job => job.Name).Where(name => name.StartsWith("clinical", StringComparison.Ordinal)));
        Assert.Contains($"Count: {Folds} folds", cluster.Pbm("fold", "list", run).Out);
        Assert.DoesNotContain("oversized", cluster.Said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" error ", cluster.Said, StringComparison.Ordinal);
    }

    /// <summary>200 patients with three features, and one epoch for each fold.</summary>
    private sealed class MadeFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("axspa-large-").FullName;

        public MadeFolder()
        {
            var table = new StringBuilder("patient_id,age_years,crp_mg_per_l,sex,label\n");
            for (var i = 0; i < 200; i++)
                table.Append(CultureInfo.InvariantCulture,
                    $"P{i:D4},{45 - (i % 3 == 0 ? 9 : 0) + (9 * Math.Sin(i * 1.7)):F1},{9 + (i % 3 == 0 ? 5 : 0) + (5 * Math.Sin(i * 2.9)):F2},{(i * 7 / 3 % 2 == 0 ? "Male" : "Female")},{(i % 3 == 0 ? 1 : 0)}\n");
            File.WriteAllText(Path.Combine(_folder, "clinical.csv"), table.ToString());
            File.WriteAllText(Specification, """
                name: large
                cohort: { clinical: clinical.csv, label: { column: label } }
                folds: 20
                repeats: 20
                clinical: { hidden: [8], epochs: 1, patience: 1 }
                fusion: { maxRounds: 20, maxDepth: 2 }
                evaluation: { bootstrap: 20, subgroups: none }
                """);
        }

        public string Specification => Path.Combine(_folder, "large.yaml");

        public string Workspace => Path.Combine(_folder, "workspace");

        public string Journal => Path.Combine(_folder, "journal.db");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
