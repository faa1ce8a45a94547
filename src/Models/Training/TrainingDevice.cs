using System.Globalization;
using AxSpa.Pipeline;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>The device that a slot names.</summary>
internal static class TrainingDevice
{
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:k</c>.</param>
    /// <exception cref="RefusedInputException">There is no such device on this machine, or in this build.</exception>
    public static Device Of(string name)
    {
        if (name == "cpu")
            return CPU;
        var index = name == "cuda" ? 0 : name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), CultureInfo.InvariantCulture, out var k) && k >= 0 ? k
            : throw new RefusedInputException($"'{name}' is not a device; these are: cpu, cuda:0, cuda:1, …");
        if (!cuda.is_available())
            throw new RefusedInputException(
                $"The device {name} was asked for, but Torch finds no GPU here. Use cpu, or a build with TorchBackend=cuda on a machine with a driver.");
        return index < cuda.device_count() ? new Device(TorchSharp.DeviceType.CUDA, index)
            : throw new RefusedInputException($"The device {name} was asked for, but this machine has {cuda.device_count()}, counted from cuda:0.");
    }
}
