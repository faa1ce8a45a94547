using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>After a whole run: refusals, logs, commands and the bundle of a cluster, searched for the identifiers of its patients.</summary>
internal sealed class NamesOfPatients(TinyCohort cohort, string workspace, Func<string[], (int Code, string Out, string Errors)> pbm)
{
    private readonly IReadOnlyList<string> _patients = cohort.Patients;

    /// <param name="members">Every process of the cluster: what they print is a log too.</param>
    public async Task AreNowhereButInTables(params AxspaProcess[] members)
    {
        Assert.Equal(60, _patients.Count);
        var run = Path.GetFileName(RunOnDisk.OnlyOne(workspace).Folder);
        ARefusalNamesTheRow();
        AColumnNamedLikeAPatientIsAPseudonym();
        AChangedScanIsToldByItsLine(run);
        CommandsNameNobody(run);
        FilesNameNobodyButTables();
        TheBundleNamesNobody();
        foreach (var member in members)
        {
            NamesNobody(member.Said);
            var metrics = await member.Asked("/metrics", TestContext.Current.CancellationToken);
            Assert.Contains("# TYPE ", metrics);
            NamesNobody(metrics);
        }
    }

    private void ARefusalNamesTheRow()
    {
        var twice = Submitted(table => table.Replace($"\n{_patients[6]},", $"\n{_patients[2]},", StringComparison.Ordinal));
        Assert.Contains("row 7 (line 8), column 'patient_id': the value is already the patient of row 3 (line 4)", twice);
    }

    /// <summary>Names of columns are shown, so here is one way for a patient's to come along; the trainer knows who the patients are.</summary>
    private void AColumnNamedLikeAPatientIsAPseudonym()
    {
        var said = Submitted(table => table.Replace(",label,", $",{_patients[3]},", StringComparison.Ordinal));
        var pseudonym = Regex.Match(said, "Columns: patient_id, (P-[0-9a-f]{12}),").Groups[1].Value;
        var (code, output, errors) = AxspaProcess.Run("identify", pseudonym, "--workspace", workspace);
        Assert.True(code == 0, errors);
        Assert.StartsWith($"{_patients[3]}  run ", output);
    }

    private void AChangedScanIsToldByItsLine(string run)
    {
        var scan = Directory.GetFiles(Path.Combine(cohort.Folder, "tiny", "mri"))[0];
        File.AppendAllText(scan, "x");
        var verified = pbm(["run", "verify", run]);
        Assert.Matches(@"the scan on line \d+ of \S+inputs\.csv has changed", verified.Out);
        NamesNobody(verified.Out + verified.Errors);
    }

    private void CommandsNameNobody(string run)
    {
        string[][] commands =
        [
            ["run", "list"], ["run", "describe", run], ["run", "describe", "last"], ["run", "results", run], ["run", "logs", run],
            ["run", "describe", run, "-o", "json"], ["fold", "list", run], ["fold", "describe", run, "mri-0"], ["fold", "logs", run, "clinical-1"],
            ["queue", "list"], ["node", "list"], ["cluster", "show"], ["actor", "hierarchy"], ["doctor"],
        ];
        foreach (var command in commands)
        {
            var (_, output, errors) = pbm(command);
            Assert.True(output.Length > 0, $"{string.Join(' ', command)}: {errors}");
            NamesNobody(output + errors);
        }
    }

    /// <summary>Tables of patients are what a run is about; they and the groups that patients belong to stay in the workspace.</summary>
    private void FilesNameNobodyButTables()
    {
        var files = Directory.GetFiles(workspace, "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(cohort.Folder, "journal*"))
            .Where(file => Path.GetExtension(file) is not (".f32" or ".lock")).ToList();
        Assert.Contains(files, file => file.EndsWith("trainer.log", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("journal.db", StringComparison.Ordinal));
        Assert.All(
            files.Where(file => !file.EndsWith(".csv", StringComparison.Ordinal) && Path.GetFileName(file) != "subgroups.json"),
            file => NamesNobody(RunOnDisk.ReadShared(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(workspace, "pseudonym.key")));
    }

    private void TheBundleNamesNobody()
    {
        var archive = Path.Combine(cohort.Folder, "bundle.tar.gz");
        var bundle = pbm(["bundle", "--out", archive]);
        Assert.True(bundle.Code == 0, bundle.Errors);
        var texts = ArchivedTexts.Of(archive);
        foreach (var part in (string[])["/run.log", "/logs/mri-0-1.log", "/doctor.txt", "/describe.json"])
            Assert.Contains(texts, text => text.Key.EndsWith(part, StringComparison.Ordinal));
        NamesNobody(string.Join('\n', texts.Select(text => text.Key + text.Value)));
    }

    /// <returns>What was said of a run of a damaged table, everywhere.</returns>
    private string Submitted(Func<string, string> damage)
    {
        var table = File.ReadAllText(Path.Combine(cohort.Folder, "tiny", "clinical.csv"));
        var damaged = damage(table);
        Assert.NotEqual(table, damaged);
        File.WriteAllText(Path.Combine(cohort.Folder, "tiny", "damaged.csv"), damaged);
        var specification = Path.Combine(cohort.Folder, "damaged.yaml");
        File.WriteAllText(specification, File.ReadAllText(cohort.Specification).Replace("tiny/clinical.csv", "tiny/damaged.csv", StringComparison.Ordinal));
        var (code, output, errors) = pbm(["run", "submit", specification, "--new", "--wait"]);
        Assert.NotEqual(0, code);
        var said = output + errors + pbm(["run", "describe", "last"]).Out + pbm(["run", "logs", "last"]).Errors;
        NamesNobody(said);
        return said;
    }

    private void NamesNobody(string text) => Assert.DoesNotContain(_patients, patient => text.Contains(patient, StringComparison.Ordinal));
}
