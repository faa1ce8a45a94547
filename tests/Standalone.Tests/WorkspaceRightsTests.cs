using System.Diagnostics;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Patients, predictions and journal are their user's alone, or his group's: every file and every folder.</summary>
[Collection(UndisturbedRun.Shared)]
public sealed class WorkspaceRightsTests(UndisturbedRun undisturbed)
{
    private const UnixFileMode All = (UnixFileMode)0b111_111_111;

    private static List<string> OtherThan(WorkspaceAccess access, string workspace) =>
    [
        .. from path in Directory.GetFileSystemEntries(workspace, "*", SearchOption.AllDirectories).Prepend(workspace)
           let mode = ModeOf(path)
           where mode != (Directory.Exists(path) ? access.Folder : access.File)
           select $"{path} 0{Convert.ToString((int)mode, 8)}",
    ];

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path) & All;

    private static (int Code, string Out, string Errors) Pbm(AxspaProcess standalone, params string[] arguments)
    {
        var address = Regex.Match(standalone.Errors, @"pbm answers on ([\d.:]+):").Groups[1].Value;
        using var pbm = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [address, .. arguments]);
        return pbm.End();
    }

    [Fact]
    public void A_whole_run_leaves_nothing_that_somebody_else_may_read()
    {
        Assert.True(Directory.GetFileSystemEntries(undisturbed.Workspace, "*", SearchOption.AllDirectories).Length > 200);
        Assert.Empty(OtherThan(WorkspaceAccess.Owner, undisturbed.Workspace));
    }

    [Fact]
    public void A_shared_workspace_is_its_group_s_while_it_is_used_and_a_doctor_says_how_one_of_an_earlier_version_becomes_it()
    {
        using var cohort = TinyCohort.Make();
        var workspace = cohort.Workspace("it's shared");
        using var standalone = AxspaProcess.Start(
            ["standalone", "--workspace", workspace, "--slots", "cpu:1", "--http-port", "off"],
            new Dictionary<string, string> { [WorkspaceAccess.EnvironmentVariable] = "1" });
        standalone.Until(() => standalone.Errors.Contains("standalone is up", StringComparison.Ordinal), "it was up");
        var submitted = Pbm(standalone, "run", "submit", cohort.Specification, "--until", "cohort", "--wait");
        Assert.True(submitted.Code == 0, submitted.Errors);
        Assert.Superset(
            new HashSet<string> { "journal.db", "journal.db-wal", "journal.db-shm", "audit.log", "runs", "volumes", "workspace.id" },
            Directory.GetFileSystemEntries(workspace).Select(Path.GetFileName).ToHashSet()!);
        Assert.Empty(OtherThan(WorkspaceAccess.Group, workspace));
        Assert.DoesNotContain("chmod", Pbm(standalone, "doctor").Out);

        Type($"chmod -R u=rwX,go=rX '{workspace.Replace("'", @"'\''", StringComparison.Ordinal)}'");
        var doctor = Pbm(standalone, "doctor");
        Assert.Equal(0, doctor.Code);
        Assert.Contains("for its group, and there the folder itself has 0755, runs has 0755,", doctor.Out);
        Type(Regex.Match(doctor.Out, "type there: (chmod .*)\n").Groups[1].Value);
        Assert.Empty(OtherThan(WorkspaceAccess.Group, workspace));
        Assert.DoesNotContain("chmod", Pbm(standalone, "doctor").Out);
    }

    [Fact]
    public void What_the_environment_says_is_yes_or_no()
    {
        var (code, _, errors) = AxspaProcess.Run(
            ["standalone", "--workspace", undisturbed.Cohort.Workspace("unmade")],
            new Dictionary<string, string> { [WorkspaceAccess.EnvironmentVariable] = "axspa" });
        Assert.Equal(2, code);
        Assert.Contains("AXSPA_WORKSPACE_GROUP=axspa: must be 1", errors);
        Assert.False(Directory.Exists(undisturbed.Cohort.Workspace("unmade")));
    }

    private static void Type(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
