using System.Diagnostics;
using System.Globalization;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Chaos;

/// <summary>Stands between a node and its trainer, hands every line on, and notes for each job how long it was in the trainer's hands.</summary>
internal static class TrainerRelay
{
    public const string Word = "relay";

    /// <returns>A program that a node can start as its trainer.</returns>
    public static string Script(string folder, string log)
    {
        var path = Path.Combine(folder, "relay.sh");
        File.WriteAllText(path, $"#!/bin/sh\nexec '{Environment.ProcessPath}' {Word} '{Programs.Trainer}' '{log}' \"$@\"\n");
        Tool.MustRun("chmod", "+x", path);
        return path;
    }

    /// <param name="line">The trainer, the file of notes, and what the node says to the trainer.</param>
    public static int Run(IReadOnlyList<string> line)
    {
        using var trainer = Process.Start(
            new ProcessStartInfo(line[0], line.Skip(2)) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var given = 0L;
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } job)
            {
                Volatile.Write(ref given, Stopwatch.GetTimestamp());
                trainer.StandardInput.WriteLine(job);
                trainer.StandardInput.Flush();
            }
            trainer.StandardInput.Close();
        })
        { IsBackground = true, Name = "jobs" }.Start();
        while (trainer.StandardOutput.ReadLine() is { } said)
        {
            if (JobJson.ReadLine(said) is TrainerLine.Completed)
                File.AppendAllText(line[1],
                    string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(Volatile.Read(ref given)).TotalSeconds:0.000000}\n"));
            Console.Out.WriteLine(said);
            Console.Out.Flush();
        }
        trainer.WaitForExit();
        return trainer.ExitCode;
    }
}
