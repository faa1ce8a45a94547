using System.Text;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;

namespace AxSpa.GpuNode;

/// <summary>What is done with what a trainer process says, on threads of its own. Whoever is slow here slows the trainer down, never fills memory.</summary>
/// <param name="Said">Each line of the protocol.</param>
/// <param name="Logged">Each line on standard error, cut and with everything hidden written out.</param>
/// <param name="Broke">At most once, in a sentence: what it said is not of the protocol. It is ended, and nothing more is heard of its lines.</param>
/// <param name="Exited">Once, after the last line: the exit code (128 + n after signal n).</param>
public sealed record TrainerEars(Action<TrainerLine> Said, Action<string> Logged, Action<string> Broke, Action<int> Exited);

/// <summary>A trainer process, for the slot that keeps it.</summary>
internal interface ITrainer : IDisposable
{
    void Send(Job job);

    /// <summary>Asks it to end the job that it does, with what that finished on disk; the answer is the job's end.</summary>
    void Stop();

    /// <summary>Ends the process at once; its exit is reported as usual.</summary>
    void Kill();
}

/// <summary>The bytes of a trainer's two pipes as lines. Standard output is the protocol and nothing else: one line that is not of it is the last.</summary>
internal static class TrainerVoice
{
    private const int MostBytesOfALogLine = 8 << 10;

    /// <returns>Why this trainer is not listened to any more, in a sentence; null: it said all that it had to say.</returns>
    public static string? Hear(ReadPart standardOutput, Action<TrainerLine> said)
    {
        var lines = new LineReader(standardOutput, TrainerLineRules.MostBytes);
        while (lines.Next())
        {
            if (lines.IsLonger)
                return TrainerLineRules.Broken($"it is longer than {TrainerLineRules.MostBytes >> 10} KiB", lines.Line);
            if (!lines.IsWhole)
                return null; // its process ended over it
            if (TrainerLineRules.Read(lines.Line, out var problem) is not { } line)
                return problem;
            said(line);
        }
        return null;
    }

    public static void HearErrors(ReadPart standardError, Action<string> logged)
    {
        var lines = new LineReader(standardError, MostBytesOfALogLine);
        while (lines.Next())
            logged(VisibleText.Of(Encoding.UTF8.GetString(lines.Line).TrimEnd('\r')) + (lines.IsLonger ? " ..." : ""));
    }
}
