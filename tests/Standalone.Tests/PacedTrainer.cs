using System.Diagnostics;
using System.Globalization;
using AxSpa.GpuNode;

namespace AxSpa.Standalone.Tests;

/// <summary>
/// The trainer as a program that stands still for a moment after each epoch, until it is let go: a fold lasts as long as a test needs it, on any
/// machine, takes no core from others meanwhile, and ends soon after. What it computes is the same.
/// </summary>
internal sealed class PacedTrainer
{
    /// <summary>Shorter than the 3 s after which a trainer says that it lives.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    private readonly string _folder, _paced;

    public PacedTrainer(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _paced = Path.Combine(_folder, "paced");
        Program = Path.Combine(_folder, "trainer");
        // $$ becomes the trainer: its id, its input, its exit code and its death are the trainer's own. Only what it says goes through other hands.
        File.WriteAllText(Program, string.Create(CultureInfo.InvariantCulture, $$"""
            #!/bin/bash
            exec '{{TrainerProgram.Find().Path}}' "$@" > >(
              while IFS= read -r line; do
                printf '%s\n' "$line"
                [[ $line == *'"stage":"epoch"'* && -e '{{_paced}}' ]] || continue
                kill -STOP $$ && sleep {{Pause.TotalSeconds}}
                [[ -e '{{_folder}}/held-'$$ ]] || kill -CONT $$
              done 2>/dev/null
            )

            """));
        Process.Start("chmod", ["+x", Program]).WaitForExit();
        Slow();
    }

    /// <summary>What a node starts instead of the trainer.</summary>
    public string Program { get; }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["AXSPA_TRAINER"] = Program };

    public void Slow() => File.WriteAllText(_paced, "");

    /// <summary>From now on all train as fast as they can.</summary>
    public void LetGo() => File.Delete(_paced);

    /// <summary>This one hangs from now on: nothing wakes it any more.</summary>
    public void Hang(int trainer)
    {
        File.WriteAllText(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"held-{trainer}")), "");
        Thread.Sleep(2 * Pause); // whoever was about to wake it has done so
        AxspaProcess.Signal("STOP", trainer);
    }
}
