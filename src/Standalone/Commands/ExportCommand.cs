using System.CommandLine;
using System.Globalization;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Files;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa export RUN</c>: a finished run's model as one file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run: its id, a beginning of it, its name, last, or its folder." };
        var target = new Option<string?>("--out") { Description = "The bundle to write; <run's name>.axspa.tar when left out.", HelpName = "FILE.tar" };
        var overwrite = SharedOptions.Overwrite();
        var workspace = SharedOptions.Workspace(isMade: false);
        var command = new Command("export",
            "Writes a finished run's model into one file: fold models, preprocessing, fusion, thresholds, hashes. It holds no patient's data.")
        {
            run, target, overwrite, workspace,
        };
        command.SetAction(parsed =>
        {
            var model = RunModel.Of(RunSearch.Find(Path.GetFullPath(parsed.GetRequiredValue(workspace)), parsed.GetRequiredValue(run)));
            var path = Path.GetFullPath(parsed.GetValue(target) ?? $"{FileNameOf(model.Specification.Name)}.axspa.tar");
            NewFile.RefuseIfTaken(path, parsed.GetValue(overwrite));
            var (bytes, sha256) = BundleWriting.Write(path, model);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{model.Files.Length} files, {bytes / 1e6:F1} MB. Write the hash down: --sha256 compares a copy with it."));
            Console.Out.WriteLine($"sha256 {sha256}");
            Console.Out.WriteLine(path);
        });
        return command;
    }

    private static string FileNameOf(string name) => new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')]);
}
