using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class PatientsOfJobTests
{
    private const string Header = "patient_id,age,label";

    [Fact]
    public void Before_the_cohort_is_prepared_its_table_and_its_split_file_say_who_the_patients_are()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"AX-{i:000},{20 + i},{i % 2}", Header);
        var split = Path.Combine(made.Root, "split.csv");
        File.WriteAllText(split, "patient_id,set,fold\nBX-001,train,\n");
        var hidden = PatientsOfJob.Hidden(Run(made), made.Specification with { Split = new SplitOptions { File = split } }, DataRoots.Anywhere);
        var pseudonyms = Pseudonyms.Of(made.Workspace);
        Assert.Equal($"{pseudonyms["AX-007"]} and {pseudonyms["BX-001"]} and AX-999", hidden.Hide("AX-007 and BX-001 and AX-999"));
    }

    [Fact]
    public void Afterwards_its_split_does_though_the_table_is_gone()
    {
        using var made = new MadeCohort();
        var run = Run(made);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Split, "patient_id,set,fold\nAX-007,train,0\n");
        File.Delete(made.Table);
        Assert.Equal($"fold of {Pseudonyms.Of(made.Workspace)["AX-007"]}",
            PatientsOfJob.Hidden(run, made.Specification, DataRoots.Anywhere).Hide("fold of AX-007"));
        Assert.Equal($"fold of {Pseudonyms.Of(made.Workspace)["AX-007"]}",
            PatientsOfJob.Hidden(run, specification: null, DataRoots.Anywhere).Hide("fold of AX-007"));
    }

    [Fact]
    public void Where_rows_are_the_patients_their_numbers_stay()
    {
        using var made = new MadeCohort();
        var run = Run(made);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Split, "patient_id,set,fold\n12345,train,0\n");
        var hidden = PatientsOfJob.Hidden(run, made.Specification with { Cohort = made.Specification.Cohort with { PatientId = "row" } }, DataRoots.Anywhere);
        Assert.Equal("12345 scans", hidden.Hide("12345 scans"));
    }

    [Fact]
    public void A_table_outside_of_the_data_roots_is_not_read_for_this_either()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"AX-{i:000},{20 + i},{i % 2}", Header);
        Directory.CreateDirectory(made.Scans);
        Assert.Equal("AX-007", PatientsOfJob.Hidden(Run(made), made.Specification, DataRoots.Of([made.Scans])).Hide("AX-007"));
    }

    [Fact]
    public void Without_a_key_all_are_called_alike()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"AX-{i:000},{20 + i},{i % 2}", Header);
        Directory.CreateDirectory(made.Workspace);
        File.WriteAllText(Path.Combine(made.Workspace, Pseudonyms.KeyFileName), "no key");
        Assert.Equal("[patient] and [patient]", PatientsOfJob.Hidden(Run(made), made.Specification, DataRoots.Anywhere).Hide("AX-007 and AX-008"));
    }

    private static RunFolder Run(MadeCohort made)
    {
        Directory.CreateDirectory(made.Workspace);
        return new RunFolder(made.Workspace, new RunId("20260101-000000-test"));
    }
}
