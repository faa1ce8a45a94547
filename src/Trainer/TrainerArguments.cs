using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;

namespace AxSpa.Trainer;

/// <summary>The trainer's command line: <c>--workspace DIR --device cpu|cuda:K [--data-root DIR]...</c>.</summary>
internal sealed record TrainerArguments(string Workspace, string Device, DataRoots Roots)
{
    /// <exception cref="RefusedInputException">An option is missing, unknown or has no value.</exception>
    public static TrainerArguments Parse(string[] arguments)
    {
        string? workspace = null, device = null;
        var roots = new List<string>();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new RefusedInputException($"{arguments[i]} needs a value. {Usage}");
            switch (arguments[i])
            {
                case "--workspace": workspace = value; break;
                case "--device": device = value; break;
                case DataRoots.Option: roots.Add(value); break;
                default: throw new RefusedInputException($"Unknown option '{arguments[i]}'. {Usage}");
            }
        }
        if (workspace is null || device is null)
            throw new RefusedInputException($"--workspace and --device are both needed. {Usage}");
        if (!Directory.Exists(workspace))
            throw new RefusedInputException($"The workspace '{workspace}' is not a folder on this machine. Is the shared directory mounted?");
        if (device != "cpu"
            && !(device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), CultureInfo.InvariantCulture, out var index)
                && index >= 0))
            throw new RefusedInputException($"'{device}' is not a device; expected cpu, cuda:0, cuda:1 and so on.");
        return new TrainerArguments(Path.GetFullPath(workspace), device, DataRoots.Of(roots));
    }

    private const string Usage =
        "Usage: AxSpa.Trainer --workspace DIR --device cpu|cuda:K [--data-root DIR]... (a GPU node starts this program; see docs/architecture.md).";
}
