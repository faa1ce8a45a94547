using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>
/// A cohort whose patients have names that nothing else has: whatever goes wrong with it, no message holds one. There is no net below these messages.
/// </summary>
public sealed class NobodyIsNamedTests
{
    private const string Header = "patient_id,age,crp,hla,stage,label";

    /// <summary>Some hold what makes a cell long or odd.</summary>
    private static string Mark(int i) => i % 2 == 0 ? $"Quendel{i}" : $"Quendel-Müller_{i:000}";

    private static string Row(int i) => MadeCohort.Row(i).Replace($"p{i},", $"{Mark(i)},", StringComparison.Ordinal);

    public static TheoryData<string, string> Damages => new()
    {
        { "Quendel4,", "Quendel2," }, // the same patient twice
        { "Quendel4,", "," },
        { "Quendel4,", "\"Quendel4\nQuendel5\"," },
        { "Quendel4,", "Quendel4,Quendel5," }, // a cell too many
        { "Quendel4,48,", "\"Quendel4,48," }, // never closed
        { "Quendel4,", "Quendel\"4," },
        { "4.5", "Quendel4" }, // the cell of another column
        { "4.5", "see Quendel-Müller_005" },
        { Header + "\n", "" }, // no header
        { "label\n", "label,\n" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void No_refusal_of_a_table_names_a_patient(string before, string after)
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        made.Change(before, after);
        NamesNobody(made.Refusal());
    }

    [Fact]
    public void No_refusal_names_a_patient_where_the_specification_takes_the_wrong_column()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"{Row(i)},{Mark(i)}", Header + ",other");
        var cohort = made.Specification.Cohort;
        foreach (var wrong in new[]
        {
            cohort with { Label = new LabelOptions("patient_id", []) },
            cohort with { Label = new LabelOptions("other", ["yes"]) },
            cohort with { Label = new LabelOptions("other", ["other"]) },
            cohort with { PatientId = "pid" },
            cohort with { Center = "patient_id" },
            cohort with { Columns = cohort.Columns.Add("other", "binary") },
            cohort with { Columns = cohort.Columns.Add("other", "numeric") },
        })
            NamesNobody(made.Refusal(made.Specification with { Cohort = wrong }));
        NamesNobody(made.Refusal(made.Specification with { Split = new SplitOptions { Column = "other" } }));
        NamesNobody(TableInspection.Of(made.Table).ToText());
        NamesNobody(TableInspection.Of(made.Table).ToJson());
    }

    [Fact]
    public void No_refusal_or_warning_about_scans_names_a_patient()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        made.Scan("Quendel-nobody_1.nii");
        NamesNobody(made.Refusal(made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = new MriFilesOptions(made.Scans, "{patient_id}_t1.nii") } }));
        for (var i = 1; i <= 40; i++) made.Scan($"{Mark(i)}.nii", i == 7 ? "odd" : "");
        made.Scan($"{Mark(8)}_2.nii", "odd");
        made.Prepare(made.WithScans);
        Assert.Contains(made.Warnings, warning => warning.Contains("No orientation.", StringComparison.Ordinal));
        Assert.All(made.Warnings, NamesNobody);
        NamesNobody(File.ReadAllText(Path.Combine(made.Attempt, CohortReport.FileName)));

        made.Scan($"{Mark(7)}.nii", "other");
        NamesNobody(InputFiles.Verify(made.Attempt)!);
        File.Delete(Path.Combine(made.Scans, $"{Mark(7)}.nii"));
        NamesNobody(InputFiles.Verify(made.Attempt)!);

        Directory.Delete(made.Attempt, recursive: true);
        made.Scan($"{Mark(9)}.nii", "broken");
        NamesNobody(made.Refusal(made.WithScans));
        File.Delete(Path.Combine(made.Scans, $"{Mark(9)}.nii"));
        Directory.CreateSymbolicLink(Path.Combine(made.Scans, $"{Mark(9)}.nii"), made.Root); // a folder: it cannot be opened
        made.Scan($"{Mark(9)}.hdr", "one half");
        NamesNobody(made.Refusal(made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = new MriFilesOptions(made.Scans, "{patient_id}.hdr") } }));
    }

    [Fact]
    public void No_refusal_of_a_split_names_a_patient()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        var split = Path.Combine(made.Root, "given.csv");
        string[] rows = [.. Enumerable.Range(1, 40).Select(i => $"{Mark(i)},{(i <= 30 ? "train" : "validation")},")];
        void Refused(params IEnumerable<string> lines)
        {
            File.WriteAllLines(split, ["patient_id,set,fold", .. lines]);
            NamesNobody(made.Refusal(made.Specification with { Split = new SplitOptions { File = split } }));
        }
        Refused(rows.Skip(1));
        Refused([.. rows, rows[3]]);
        Refused([.. rows.Skip(1), $"{Mark(1)},{Mark(1)},"]);
        Refused([.. rows.Skip(1), $"{Mark(1)},train,{Mark(1)}"]);
        Refused([.. rows.Skip(1), $"\"{Mark(1)}"]);
        File.WriteAllLines(split, ["patient_id,set,fold", .. rows, "Quendel-nobody,train,"]);
        made.Prepare(made.Specification with { Split = new SplitOptions { File = split } });
        Assert.All(made.Warnings, NamesNobody);
    }

    [Fact]
    public void A_damaged_cohort_on_disk_is_refused_without_naming_a_patient()
    {
        using var made = new MadeCohort();
        made.WriteRows(Row, Header);
        made.Prepare();
        var path = Path.Combine(made.Attempt, PreparedCohort.PatientsFile);
        var whole = File.ReadAllText(path);
        foreach (var (before, after) in new[] { ("Quendel4,", ""), ("Quendel4,", "Quendel4,Quendel4,"), (",train,", ",Quendel4,"), ("Quendel4,", "\"Quendel4,"),
            ("Quendel4,", "Quendel\"4,") })
        {
            File.WriteAllText(path, whole.Replace(before, after, StringComparison.Ordinal));
            NamesNobody(Assert.Throws<RefusedInputException>(() => PreparedCohort.Load(made.Attempt)).Message);
        }
    }

    private static void NamesNobody(string text) => Assert.DoesNotContain("Quendel", text, StringComparison.OrdinalIgnoreCase);
}
