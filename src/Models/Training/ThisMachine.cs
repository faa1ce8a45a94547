using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>What the last digits of a training depend on besides the specification.</summary>
public static class ThisMachine
{
    /// <summary>Instruction set and version of Torch, as in <c>avx512 torch 2.10.0</c>.</summary>
    public static string Kind { get; } = $"{InstructionSet()} torch {TorchVersion()}";

    private static string InstructionSet() => Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "no avx2";

    private static string TorchVersion() => __version__;
}
