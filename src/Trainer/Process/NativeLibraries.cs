using System.Globalization;
using System.Runtime.InteropServices;
using AxSpa.Models.Boosting;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Jobs;
using static TorchSharp.torch;

namespace AxSpa.Trainer.Process;

/// <summary>
/// Loads what computes: Torch first, then XGBoost, so that XGBoost takes Torch's OpenMP runtime instead of loading a second one.
/// </summary>
internal static partial class NativeLibraries
{
    /// <exception cref="RefusedInputException">XGBoost is not installed, or there is no such device.</exception>
    public static TrainerLine.Ready Load(string deviceName)
    {
        // Two jobs side by side with two OpenMP threads each are 3.7 times slower than with one: a job takes the threads that
        // its specification names and no library helps itself to more. Read by the libraries when they load.
        foreach (var variable in new[] { "OMP_NUM_THREADS", "MKL_NUM_THREADS" })
            _ = SetEnvironment(variable, "1", overwrite: 0);
        InitializeDeviceType(DeviceOf(deviceName));
        set_num_threads(1);
        return new TrainerLine.Ready(Environment.ProcessId, deviceName, __version__, XgboostLibrary.Version);
    }

    private static TorchSharp.DeviceType DeviceOf(string deviceName)
    {
        if (deviceName == "cpu")
            return TorchSharp.DeviceType.CPU;
        var index = int.Parse(deviceName.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (index >= count)
            throw new RefusedInputException(
                $"There is no device '{deviceName}': Torch sees {count} CUDA devices here. Check nvidia-smi, and that this was built with TorchBackend=cuda.");
        return TorchSharp.DeviceType.CUDA;
    }

    // .NET's own SetEnvironmentVariable does not reach native code on Unix.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
