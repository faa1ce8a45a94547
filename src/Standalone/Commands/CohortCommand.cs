using System.CommandLine;
using AxSpa.Pipeline.Cohort.Synthetic;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa cohort generate</c>: a synthetic cohort for demos, tests and first steps.</summary>
internal static class CohortCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "A new folder.", Required = true, HelpName = "DIR" };
        var patients = new Option<int>("--patients") { Description = "How many patients.", DefaultValueFactory = _ => 320, HelpName = "N" };
        var randomSeed = SharedOptions.RandomSeed();
        var generate = new Command("generate", "Writes a synthetic cohort: clinical.csv and mri/ with NIfTI phantoms.") { folder, patients, randomSeed };
        generate.SetAction(parsed =>
        {
            var target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            SyntheticCohort.Generate(target, parsed.GetRequiredValue(patients), parsed.GetRequiredValue(randomSeed));
            Console.WriteLine(target);
        });
        return new Command("cohort", "Makes cohorts.") { generate };
    }
}
