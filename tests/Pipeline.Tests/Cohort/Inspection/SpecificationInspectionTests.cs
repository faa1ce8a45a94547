using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Inspection;
using AxSpa.Pipeline.Tests.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort.Inspection;

public sealed class SpecificationInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SpecificationInspection Inspect(string yaml, string? table = null)
    {
        File.WriteAllText(_folder["clinical.csv"], table ?? Table());
        File.WriteAllText(_folder["run.yaml"], yaml);
        return SpecificationInspection.Of(_folder["run.yaml"], (_, _) => { });
    }

    /// <summary>60 patients, every third a case.</summary>
    private static string Table(string header = "patient_id,label,age,crp,sex", Func<int, string>? more = null) => string.Join('\n',
        [header,
            .. Enumerable.Range(1, 60).Select(i => $"P{i:000},{(i % 3 == 0 ? 1 : 0)},{20 + i},{i}.5,{(i % 2 == 0 ? "Female" : "Male")}{more?.Invoke(i)}")]);

    private const string Plain = "cohort: { clinical: clinical.csv, label: { column: label } }\nfolds: 2\n";

    [Fact]
    public void An_accepted_specification_shows_its_cohort_as_the_run_would_have_it()
    {
        var seen = Inspect(Plain);
        Assert.False(seen.IsRefused);
        Assert.Equal((60, 20), (seen.Cohort!.Patients.Patients, seen.Cohort.Patients.Cases));
        Assert.Equal(["train", "validation", "test"], seen.Cohort.Sets.Select(set => set.Set));
        Assert.Equal(60, seen.Cohort.Sets.Sum(set => set.Count.Patients));
        Assert.Equal(["age", "crp", "sex"], seen.Cohort.Columns.Select(column => column.Name));
        var text = seen.ToText();
        Assert.Contains("patients   60 (20 cases, 40 controls)\n", text);
        Assert.Matches("(?m)^age +numeric +0$", text);
        Assert.Contains("label       no feature: label\n", text);
        Assert.EndsWith("A run would be accepted.\n", text);
        Assert.Contains("\"isRefused\": false", seen.ToJson());
        Assert.Equal(["clinical.csv", "run.yaml"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void All_that_is_refused_is_told_at_once_with_the_cohort_that_is_left()
    {
        var columns = Enumerable.Range(0, 60).Select(i => i == 3 ? "<5" : $"{i}").ToArray();
        var seen = Inspect(
            "folds: 2\nmri: { epochs: 0 }\nrepeat: 2\nsplit: { file: nowhere.csv }\nevaluation: { subgroups: [gender] }\n"
            + "cohort: { clinical: clinical.csv, label: { column: label }, exclude: [nobody], columns: { sex: numeric }, center: hospital, "
            + "mri: { folder: MRI } }\n",
            Table("patient_id,label,age,crp,sex,esr", i => $",{columns[i - 1]}"));
        string[] expected =
        [
            "line 2: 'mri.epochs' is '0'", "line 3: unknown key 'repeat'", "'hospital', which cohort.center names", "'nobody', which cohort.exclude names",
            "column 'sex'", "column 'esr'", "MRI: cohort.mri.folder is not there",
            "nowhere.csv: there is no such file", "'gender', which evaluation.subgroups names",
        ];
        foreach (var part in expected)
            Assert.Single(seen.Refusals, said => said.Contains(part, StringComparison.Ordinal));
        Assert.Equal(expected.Length, seen.Refusals.Length);
        Assert.Equal(["age", "crp"], seen.Cohort!.Columns.Select(column => column.Name));
        Assert.Equal("refused, see above", seen.Cohort.ColumnsLeftOut.Single(column => column.Name == "esr").Reason);
        Assert.EndsWith("A run would be refused.\n", seen.ToText());
    }

    [Fact]
    public void Any_refused_columns_are_all_named() => Gen.Bool.Array[6].Sample(refused =>
    {
        var table = Table("patient_id,label,age,crp,sex," + string.Join(',', refused.Select((_, i) => $"c{i}")),
            i => string.Concat(refused.Select((bad, c) => bad && i == 7 + c ? ",seven?" : $",{i + c}")));
        var seen = Inspect(Plain, table);
        Assert.Equal(refused.Count(bad => bad), seen.Refusals.Length);
        for (var c = 0; c < refused.Length; c++)
            Assert.Equal(refused[c], seen.Refusals.Any(said => said.Contains($"column 'c{c}'", StringComparison.Ordinal)));
        Assert.Equal(3 + refused.Count(bad => !bad), seen.Cohort!.Columns.Length);
    }, iter: 30, threads: 1);

    [Fact]
    public void Scans_are_refused_by_their_rows_each_kind_once_and_none_is_named()
    {
        Directory.CreateDirectory(_folder["mri"]);
        for (var i = 1; i <= 60; i++)
            File.WriteAllBytes(_folder[$"mri/P{i:000}_t1.nii"], i is 5 or 9 ? [.. new byte[400], (byte)i] : Made(i));
        var seen =
            Inspect("cohort: { clinical: clinical.csv, label: { column: label }, mri: { folder: mri } }\nmri: { input: { size: [4, 4, 4] } }\nfolds: 2\n");
        var refusal = Assert.Single(seen.Refusals);
        Assert.StartsWith("the scan of row 5 (line 6) of clinical.csv and 1 more: ", refusal);
        Assert.DoesNotContain("P005", refusal);
        Assert.Equal((60, 60), (seen.Cohort!.Patients.WithMri, seen.Scans!.Files));
        Assert.Empty(seen.Warnings);

        File.WriteAllBytes(_folder["mri/P005_t1.nii"], Made(5));
        File.WriteAllBytes(_folder["mri/P009_t1.nii"], Made(5));
        seen = SpecificationInspection.Of(_folder["run.yaml"], (_, _) => { });
        Assert.False(seen.IsRefused);
        Assert.Contains("the same scan twice", Assert.Single(seen.Warnings)); // as a run would say

        static byte[] Made(int i) =>
            new MadeNifti { Shape = [4, 4, 2], Voxels = MadeNifti.Int16s(Enumerable.Range(0, 32).Select(voxel => voxel * voxel % (i + 7))) }.Bytes();
    }

    [Fact]
    public void A_split_that_cannot_be_is_told_with_all_that_is_wrong_with_it()
    {
        var seen = Inspect(Plain.Replace("folds: 2", "folds: 15", StringComparison.Ordinal));
        Assert.Contains("fewer than the 15 folds", Assert.Single(seen.Refusals));
        Assert.Null(seen.Cohort);
        Assert.Contains("No patients can be read", seen.ToText());
    }

    [Fact]
    public void Where_the_cohort_section_is_refused_no_patient_is_looked_for()
    {
        var seen = Inspect("cohort: { clinical: clinical.csv, label: { colum: label } }\nfolds: 1\n");
        Assert.Equal(3, seen.Refusals.Length); // the unknown key, the missing one, the folds
        Assert.Null(seen.Cohort);
    }
}
