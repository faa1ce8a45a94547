using AxSpa.Pipeline;

namespace AxSpa.GpuNode;

/// <summary>Where the trainer program lies. It is started, never referenced: only it carries libtorch.</summary>
public sealed record TrainerProgram(string Path)
{
    /// <summary>Where an image has it, below the folder of this program.</summary>
    internal const string FolderBeside = "trainer";

    private const string FileName = "AxSpa.Trainer";

    /// <summary>Built with <c>TorchBackend=cuda</c>: libtorch's CUDA half lies beside the program.</summary>
    public bool HasCuda => File.Exists(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "libtorch_cuda.so"));

    /// <summary>Looks at <c>AXSPA_TRAINER</c>, at <c>trainer/</c> beside this program (images), and in a build's output.</summary>
    /// <exception cref="RefusedInputException">It is in none of these places.</exception>
    public static TrainerProgram Find()
    {
        var fromVariable = Environment.GetEnvironmentVariable("AXSPA_TRAINER");
        if (fromVariable is { Length: > 0 })
            return File.Exists(fromVariable)
                ? new TrainerProgram(fromVariable)
                : throw new RefusedInputException($"AXSPA_TRAINER names {fromVariable}, which does not exist. Build the solution, or correct the variable.");
        var here = AppContext.BaseDirectory;
        string[] places = [System.IO.Path.Combine(here, FolderBeside, FileName), .. BuildOutputs(here)];
        return places.FirstOrDefault(File.Exists) is { } found
            ? new TrainerProgram(found)
            : throw new RefusedInputException(
                $"The trainer program was not found. Looked for: {string.Join(", ", places)}. Build the solution, or name it in AXSPA_TRAINER.");
    }

    /// <summary>artifacts/bin/Standalone/release/ → artifacts/bin/Trainer/release_linux-x64/</summary>
    private static IEnumerable<string> BuildOutputs(string here)
    {
        var folder = new DirectoryInfo(here);
        if (folder.Parent?.Parent is { Name: "bin" } bin)
            yield return System.IO.Path.Combine(bin.FullName, "Trainer", $"{folder.Name}_linux-x64", FileName);
    }
}
