using System.CommandLine;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Files;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa explain</c>: why a frozen model answers as it does for one patient.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var model = new ModelOptions();
        var patients = new Option<string[]>(
            "--patient")
        { Description = "Whose answer; may be said several times.", Required = true, HelpName = "ID", Arity = ArgumentArity.OneOrMore };
        var cohort = new Option<string?>(
            "--cohort")
        { Description = "Where the patient is, as for predict; the run's own cohort when left out.", HelpName = "COHORT.yaml" };
        var target = new Option<string>("--out") { Description = "A new folder for pictures, maps and tables.", Required = true, HelpName = "DIR" };
        var command = new Command("explain",
            "Why a frozen model answers as it does: contributions of each feature, and where in the scan the network looks.") { patients, cohort, target };
        model.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(target));
            WholeFolder.RefuseIfTaken(folder);
            var order = new TrainerOrder.Explain(
                model.Source(parsed), parsed.GetValue(cohort) is { } given ? PredictCommand.Existing(given) : null, [.. parsed.GetRequiredValue(patients)],
                folder);
            return await LocalTrainer.Do(order, model.Cache(parsed), model.Device(parsed), _ =>
            {
                Console.Out.Write(File.ReadAllText(Path.Combine(folder, "explanation.txt")));
                Console.Out.WriteLine(folder);
            });
        });
        return command;
    }
}
