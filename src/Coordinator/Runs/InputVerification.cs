using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Coordinator.Runs;

/// <summary>Whether the files a run was begun with are still the same, before it goes on.</summary>
internal static class InputVerification
{
    /// <summary>Hashing gigabytes of scans takes a thread of its own, never one that carries heartbeats.</summary>
    public static void Begin(string cohortFolder, Action<string?> done) =>
        new Thread(() => done(FirstChange(cohortFolder))) { IsBackground = true, Name = "verify-inputs" }.Start();

    /// <param name="cohortFolder">The official attempt of the cohort job.</param>
    /// <returns>Why the run may not go on, naming the file; null: nothing changed.</returns>
    private static string? FirstChange(string cohortFolder)
    {
        try
        {
            return InputFiles.Verify(cohortFolder) is { } change
                ? $"{change} since the run began. Put the file back to go on, or start another run with --new."
                : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or RefusedInputException)
        {
            return $"The inputs of the run cannot be verified: {trouble.Message}";
        }
    }
}
