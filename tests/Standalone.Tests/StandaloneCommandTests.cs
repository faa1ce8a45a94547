using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary><c>axspa standalone</c>: a whole cluster in one process that stays.</summary>
public sealed class StandaloneCommandTests
{
    private static (int Code, string Out, string Errors) Pbm(AxspaProcess standalone, params string[] arguments)
    {
        var address = Regex.Match(standalone.Errors, @"pbm answers on ([\d.:]+):").Groups[1].Value;
        using var pbm = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [address, .. arguments]);
        return pbm.End();
    }

    [Fact]
    public async Task It_takes_runs_from_pbm_ends_in_order_and_knows_them_when_it_is_back()
    {
        using var cohort = TinyCohort.Make();
        string[] command = ["standalone", "--workspace", cohort.Workspace("kept"), "--slots", "cpu:1"];
        using var first = AxspaProcess.Start(command);
        first.Until(() => first.Errors.Contains("standalone is up", StringComparison.Ordinal), "it was up");
        first.Until(() => first.Asked("/healthz/ready", TestContext.Current.CancellationToken).Result.StartsWith("{\"ready\":true", StringComparison.Ordinal),
            "it was ready");
        var submitted = Pbm(first, "run", "submit", cohort.Specification, "--until", "cohort", "--wait");
        Assert.True(submitted.Code == 0, submitted.Errors);
        Assert.Contains("axspa_runs{status=\"completed\"} 1\n", await first.Asked("/metrics", TestContext.Current.CancellationToken));
        first.Signal("TERM");
        Assert.Equal(0, first.End().Code);

        using var second = AxspaProcess.Start(command);
        second.Until(() => second.Errors.Contains("standalone is up", StringComparison.Ordinal), "it was up again");
        Assert.Contains("completed", Pbm(second, "run", "list").Out);
    }

    [Fact]
    public void With_data_roots_a_run_elsewhere_is_refused_and_one_below_them_runs()
    {
        using var cohort = TinyCohort.Make();
        var elsewhere = Path.Combine(cohort.Workspace("elsewhere"), "run.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
        File.WriteAllText(elsewhere, "cohort: { clinical: /etc/hostname, label: { column: label } }\n");
        using var standalone = AxspaProcess.Start(
            ["standalone", "--workspace", cohort.Workspace("rooted"), "--slots", "cpu:1", "--http-port", "off"],
            new Dictionary<string, string> { [DataRoots.EnvironmentVariable] = cohort.Folder });
        standalone.Until(() => standalone.Errors.Contains("standalone is up", StringComparison.Ordinal), "it was up");

        var refused = Pbm(standalone, "run", "submit", elsewhere);
        Assert.Equal(2, refused.Code);
        Assert.Contains($"cohort.clinical: /etc/hostname lies outside of what runs may read here, which is below {cohort.Folder}.", refused.Errors);
        var allowed = Pbm(standalone, "run", "submit", cohort.Specification, "--until", "cohort", "--wait");
        Assert.True(allowed.Code == 0, allowed.Errors);
    }

    [Fact]
    public void A_data_root_that_is_not_there_is_refused_at_the_start()
    {
        var (code, _, errors) = AxspaProcess.Run(
            "standalone", "--workspace", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), "--data-root", "/nowhere/at/all");
        Assert.Equal(2, code);
        Assert.Contains("--data-root /nowhere/at/all: is not a folder", errors);
    }

    [Fact]
    public void Without_pbm_there_is_no_sense_in_it()
    {
        var (code, _, errors) = AxspaProcess.Run(
            "standalone", "--workspace", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), "--pbm-port", "off");
        Assert.Equal(2, code);
        Assert.Contains("axspa run", errors);
    }
}
