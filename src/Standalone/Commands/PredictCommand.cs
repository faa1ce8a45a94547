using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa predict</c>: a frozen model's probabilities for patients without labels.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new ModelOptions();
        var cohort = CohortOption();
        var target = new Option<string?>("--out") { Description = "The table to write; standard output when left out.", HelpName = "FILE.csv" };
        var overwrite = SharedOptions.Overwrite();
        var recalibration = new Option<string?>(
            "--recalibration")
        { Description = "A recalibration.json of 'axspa evaluate': adds the probabilities that it gives.", HelpName = "FILE" };
        var command = new Command("predict",
            "Probabilities of new patients from a frozen model. Labels are not needed and not looked at.") { cohort, recalibration, target, overwrite };
        model.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var path = parsed.GetValue(target) is { } given ? Path.GetFullPath(given) : null;
            if (path is not null)
                NewFile.RefuseIfTaken(path, parsed.GetValue(overwrite));
            var held = path is null ? Directory.CreateTempSubdirectory("axspa-answers-").FullName : null;
            try
            {
                var order = new TrainerOrder.Predict(model.Source(parsed), Existing(parsed.GetRequiredValue(cohort)),
                    parsed.GetValue(recalibration) is { } map ? Path.GetFullPath(map) : null, path ?? Path.Combine(held!, "predictions.csv"));
                return await LocalTrainer.Do(order, model.Cache(parsed), model.Device(parsed), _ =>
                {
                    if (path is null)
                        Console.Out.Write(File.ReadAllText(order.Out));
                    else
                        Console.Out.WriteLine(path);
                });
            }
            finally
            {
                if (held is not null)
                    Directory.Delete(held, recursive: true);
            }
        });
        return command;
    }

    public static Option<string> CohortOption() => new("--cohort")
    {
        Description = "The patients: a YAML file with the section 'cohort' of a run's (docs/predict.md).",
        Required = true,
        HelpName = "COHORT.yaml",
    };

    /// <exception cref="RefusedInputException">There is no such file.</exception>
    public static string Existing(string path) => File.Exists(path) ? Path.GetFullPath(path)
        : throw new RefusedInputException(
            $"{path}: there is no such file.{MistypedPath.Hint(path)} A cohort is described by a YAML file; docs/predict.md shows one.");
}
