using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Coordinator.Runs;

/// <summary>Whether the files a run was begun with are still the same, before it goes on.</summary>
internal static class InputVerification
{
    /// <param name="cohortFolder">The official attempt of the cohort job.</param>
    /// <returns>Why the run may not go on, naming the file; null: nothing changed.</returns>
    public static string? FirstChange(string cohortFolder)
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
