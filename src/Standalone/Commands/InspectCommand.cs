using System.CommandLine;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa inspect FILE</c>: what a run would read in this file.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A NIfTI file or a clinical table." };
        var output = new Option<string>("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("inspect", "Shows what a run would read in a NIfTI file or a clinical table.") { file, output };
        command.SetAction(parsed => Inspection.Print(parsed.GetRequiredValue(file), parsed.GetRequiredValue(output) == "json"));
        return command;
    }
}
