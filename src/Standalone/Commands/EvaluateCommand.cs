using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Files;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa evaluate</c>: external validation of a frozen model on a labelled cohort.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = new ModelOptions();
        var cohort = PredictCommand.CohortOption();
        var target = new Option<string>("--out") { Description = "A new folder for figures, shift and predictions.", Required = true, HelpName = "DIR" };
        var recalibrate = new Option<RecalibrationMethod?>(
            "--recalibrate")
        { Description = "Also fit a map of the probabilities to this cohort's labels: logistic or isotonic.", HelpName = "METHOD" };
        var draws = new Option<int?>("--bootstrap") { Description = "Draws for the confidence intervals; as many as the run when left out.", HelpName = "N" };
        var command = new Command("evaluate",
            "External validation: a frozen model's figures on another, labelled cohort, and how that cohort differs from the training patients.")
        {
            cohort, target, recalibrate, draws,
        };
        model.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(target));
            WholeFolder.RefuseIfTaken(folder);
            if (parsed.GetValue(draws) is < 20 or > 1_000_000)
                throw new RefusedInputException($"--bootstrap {parsed.GetValue(draws)}: the draws are a number from 20 to 1000000.");
            var order = new TrainerOrder.Evaluate(
                model.Source(parsed), PredictCommand.Existing(parsed.GetRequiredValue(cohort)), parsed.GetValue(recalibrate), parsed.GetValue(draws), folder);
            return await LocalTrainer.Do(order, model.Cache(parsed), model.Device(parsed), _ =>
            {
                Console.Out.Write(File.ReadAllText(Path.Combine(folder, "metrics.txt")));
                Console.Out.WriteLine();
                Console.Out.Write(File.ReadAllText(Path.Combine(folder, "shift.txt")));
                Console.Out.WriteLine(folder);
            });
        });
        return command;
    }
}
