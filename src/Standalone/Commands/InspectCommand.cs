using System.CommandLine;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa inspect FILE</c>: what a run would read in this file, or come to by this specification.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A NIfTI file, a clinical table, or a run's YAML file." };
        var output = new Option<string>("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("inspect",
            "Shows what a run would read in a NIfTI file or a clinical table; of a RUN.yaml all that it would be refused for or "
            + "warned of, and its cohort.") { file,
                output };
        command.SetAction(parsed => Inspection.Print(parsed.GetRequiredValue(file), parsed.GetRequiredValue(output) == "json"));
        return command;
    }
}
