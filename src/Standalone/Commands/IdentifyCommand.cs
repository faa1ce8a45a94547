using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa identify</c>: which patient a log means, for those who have the workspace's key and the patients' files.</summary>
internal static class IdentifyCommand
{
    public static Command Create()
    {
        var pseudonym = new Argument<string>("PSEUDONYM") { Description = $"As the log has it: {Pseudonyms.Prefix} and twelve digits or letters a to f." };
        var workspace = SharedOptions.Workspace();
        workspace.Description = "The folder that the log comes from: its runs are looked through, with its key.";
        var table = new Option<string?>("--table") { Description = "Looks in this table too, for patients who are in no run.", HelpName = "FILE" };
        var column = new Option<string>("--patient-id")
        {
            Description = "The column of that table that holds the ids.",
            DefaultValueFactory = _ => "patient_id",
            HelpName = "COLUMN"
        };
        var command = new Command("identify", "Says which patient a pseudonym in a log stands for.") { pseudonym, workspace, table, column };
        command.SetAction(parsed =>
        {
            var (name, folder) = (Read(parsed.GetRequiredValue(pseudonym)), parsed.GetRequiredValue(workspace));
            var search = PseudonymSearch.Of(name, folder, parsed.GetValue(table) is { } file ? (file, parsed.GetRequiredValue(column)) : null);
            if (search.Patients.Count == 0)
                throw new RefusedInputException(FormattableString.Invariant($"'{name}' is none of the {search.LookedAt} patients of {search.Places}. ")
                    + "Is the log from another workspace (--workspace DIR), or the patient in no run yet (--table FILE)?");
            foreach (var (patient, where) in search.Patients)
                Console.Out.WriteLine($"{patient}  {where}");
        });
        return command;
    }

    private static string Read(string written)
    {
        var name = written.Trim();
        return Pseudonyms.IsOne(name) ? name
            : throw new RefusedInputException(
                $"'{name}' is no pseudonym: one is {Pseudonyms.Prefix} and twelve digits or letters a to f, such as P-3fa94c01b2d7.");
    }
}
