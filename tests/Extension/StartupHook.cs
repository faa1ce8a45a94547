using System.Reflection;
using System.Runtime.CompilerServices;
using AxSpa.Extension;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Fusion.Methods;

/// <summary>
/// .NET calls this before a program's own code where DOTNET_STARTUP_HOOKS names this library: in every process of a run, for a trainer inherits the
/// variables of its node. The runtime wants this name, and no namespace.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // dotnet itself, and whatever else this process starts, has nothing of ours.
        if (Assembly.GetEntryAssembly()?.GetName().Name?.StartsWith("AxSpa.", StringComparison.Ordinal) != true)
            return;
        BranchRegistry.Add(new LinearBranch());
        FusionRegistry.Add(new MeanFusion());
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "AxSpa.Models.dll")))
            AddTrainer(); // only the trainer has what learns
    }

    // Not compiled before it is called: the other programs lack the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTrainer() => BranchTrainers.Add(new LinearTrainer());
}
