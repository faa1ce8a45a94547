using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Coordinator.Runs;

/// <summary>A run that was begun earlier goes on only when the files it was begun with are still the same.</summary>
internal sealed class InputGate
{
    /// <summary>A share that is mounted late, or a file that is put back, opens the gate by itself.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    public bool IsOpen { get; private set; }

    /// <summary>For people, while it is closed.</summary>
    public string WaitingFor { get; private set; } = "the input files are being verified";

    public void Open() => IsOpen = true;

    public void StayClosed(string why) => WaitingFor = why;

    /// <summary>Hashing gigabytes of scans takes a thread of its own, never one that carries heartbeats.</summary>
    /// <param name="cohortFolder">The official attempt of the cohort job; null: nothing was read yet.</param>
    /// <param name="now">Where a new submission says that the files lie; null: where they lay.</param>
    /// <param name="done">Called with why the run may not go on, naming the file; null: nothing changed.</param>
    public static void Verify(string? cohortFolder, RunSpecification? now, Action<string?> done)
    {
        if (cohortFolder is null)
            done(null);
        else
            new Thread(() => done(FirstChange(cohortFolder, now))) { IsBackground = true, Name = "verify-inputs" }.Start();
    }

    private static string? FirstChange(string cohortFolder, RunSpecification? now)
    {
        try
        {
            return InputFiles.Verify(cohortFolder, now) is { } change
                ? $"{change} since the run of this specification began. Put the file back to go on, or start another run with --new."
                : null;
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return $"The inputs of the run cannot be verified: {trouble.Message}";
        }
    }
}
