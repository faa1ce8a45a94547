using System.Globalization;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Seed, coordinator and two GPU nodes as four processes on loopback that know each other by certificates, commanded with pbm.</summary>
public sealed class SeveralProcessesTests
{
    [Fact]
    public async Task Four_processes_with_keys_end_with_the_same_bytes_as_one()
    {
        using var cohort = TinyCohort.Make();
        var alone = AxspaProcess.Run("run", cohort.Specification, "--workspace", cohort.Workspace("one"), "--pbm-port", "off");
        Assert.True(alone.Code == 0, alone.Errors);

        var (seedPort, pbmPort, workspace) = (FreePort.Next(), FreePort.Next(), cohort.Workspace("four"));
        var seeds = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{seedPort}");
        var keys = Path.Combine(cohort.Folder, "keys");
        Assert.Equal(0, AxspaProcess.Run("certs", "create", "--out", keys).Code);
        var environment = new Dictionary<string, string> { ["AXSPA_TLS"] = keys };
        using var seed = AxspaProcess.Start(["seed", "--port", $"{seedPort}", "--seeds", seeds, "--pbm-port", $"{pbmPort}"], environment);
        using var coordinator = AxspaProcess.Start(
            ["coordinator", "--seeds", seeds, "--workspace", workspace, "--journal", Path.Combine(cohort.Folder, "journal.db"), "--tls", keys]);
        using var first = AxspaProcess.Start(["gpunode", "--seeds", seeds, "--workspace", workspace, "--slots", "cpu:1"], environment);
        using var second = AxspaProcess.Start(["gpunode", "--seeds", seeds, "--workspace", workspace, "--slots", "cpu:1"], environment);
        var pbm = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{pbmPort}");
        seed.Until(() => Pbm(pbm, "cluster", "show").Out.Contains("Count: 4 nodes"), "four members were up");
        // A member may be up before its trainer is: wait for both slots, or one node could do all of so small a run.
        seed.Until(() => System.Text.RegularExpressions.Regex.Count(Pbm(pbm, "node", "list").Out, "\\bfree\\b") == 2, "both slots were free");

        Assert.Equal(4, System.Text.RegularExpressions.Regex.Count(Pbm(pbm, "cluster", "show").Out, "akka.ssl.tcp://"));
        var submitted = Pbm(pbm, "run", "submit", cohort.Specification, "--wait");
        Assert.True(submitted.Code == 0, submitted.Errors + submitted.Out);
        Assert.Contains("completed", Pbm(pbm, "run", "list").Out);
        Assert.Equal(RunOnDisk.OnlyOne(cohort.Workspace("one")).EqualSet(), RunOnDisk.OnlyOne(workspace).EqualSet());
        // Both nodes had their share: the run.log names the slot of every grant.
        var log = RunOnDisk.OnlyOne(workspace).Log;
        Assert.Equal(2,
            System.Text.RegularExpressions.Regex.Matches(log, @"granted \S+ attempt \d+ to (\S+) slot")
                .Select(match => match.Groups[1].Value)
                .Distinct()
                .Count());
        ResultsComeThroughASeedThatSeesNoWorkspace(pbm, workspace, cohort.Workspace("downloaded"));
        EveryNodeSaysHowItIs(pbm);
        await new NamesOfPatients(cohort, workspace, arguments => Pbm([pbm, .. arguments])).AreNowhereButInTables(seed, coordinator, first, second);
    }

    private static void ResultsComeThroughASeedThatSeesNoWorkspace(string pbm, string workspace, string target)
    {
        var results = Path.Combine(RunOnDisk.OnlyOne(workspace).Folder, "results");
        var shown = Pbm(pbm, "run", "results", "last", "--download", target);
        Assert.True(shown.Code == 0, shown.Errors);
        Assert.StartsWith(shown.Out, File.ReadAllText(Path.Combine(results, "metrics.txt"))); // the rest lies in the folder
        Assert.Equal(Contents(results), Contents(target));
        Assert.Equal(2, Pbm(pbm, "run", "results", "last", "--download", target).Code);

        // What was altered on disk is not handed on as if it were the result.
        File.AppendAllText(Path.Combine(results, "predictions.csv"), "x");
        var damaged = Pbm(pbm, "run", "results", "last", "--download", target + "-2");
        Assert.NotEqual(0, damaged.Code);
        Assert.Contains("results/predictions.csv", damaged.Errors);
        Assert.Equal([target], Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!, "*downloaded*"));
    }

    private static void EveryNodeSaysHowItIs(string pbm)
    {
        var doctor = Pbm(pbm, "doctor");
        Assert.True(doctor.Code == 0, doctor.Out + doctor.Errors);
        Assert.Contains("3 nodes wrote, flushed and read a file, and saw each other's", doctor.Out);
        Assert.Contains("the first of 4 expires in", doctor.Out);
        Assert.Contains("there is one seed: the cluster stops with it", doctor.Out);
    }

    private static string[] Contents(string folder) =>
        [.. Directory.GetFiles(folder)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];

    private static (int Code, string Out, string Errors) Pbm(params string[] arguments)
    {
        using var process = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), arguments);
        return process.End();
    }
}
