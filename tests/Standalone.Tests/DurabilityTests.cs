using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>What a power cut must not take away, seen in the calls to the kernel: nothing else tells a name that is on disk from one that is not.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-durable-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("cohort", "generate", "--patients", "20", "--out", "{0}/made/cohort")]
    [InlineData("tokens", "create", "--role", "admin", "--name", "ops", "--file", "{0}/keys/tokens.json")]
    public void A_file_that_is_renamed_and_a_folder_that_is_made_are_flushed_with_the_folder_they_are_in(params string[] command)
    {
        var calls = Traced([.. command.Select(word => string.Format(System.Globalization.CultureInfo.InvariantCulture, word, _folder))]);
        var names = Regex.Matches(calls, "(?:rename|mkdir)\\w*\\((?:.*, )?\"(?<path>" + Regex.Escape(_folder) + "/[^\"]+)\"[^\"]*\\) += 0");
        Assert.NotEmpty(names);
        foreach (Match name in names)
            Assert.True(IsFlushed(calls[name.Index..], Path.GetDirectoryName(name.Groups["path"].Value)!),
                $"{name.Value} is not followed by an fsync of its folder:\n{calls}");
    }

    private static bool IsFlushed(string calls, string folder) =>
        Regex.Matches(calls, "openat\\(AT_FDCWD, \"" + Regex.Escape(folder) + "\", O_RDONLY\\|O_CLOEXEC\\) += (\\d+)")
        .Any(open => Regex.IsMatch(calls[open.Index..], $@"fsync\({open.Groups[1].Value}\) += 0"));

    private string Traced(string[] command)
    {
        var log = Path.Combine(_folder, "calls");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace",
                ["-f", "-qq", "-o", log, "-e", "trace=rename,renameat,renameat2,mkdir,mkdirat,openat,fsync", AxspaProcess.ProgramOf("Standalone"), .. command])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // A call that another thread's interrupted stands on two lines.
            if (process.ExitCode == 0)
                return Regex.Replace(File.ReadAllText(log), @"^\d+ +", "", RegexOptions.Multiline);
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }
        Assert.Skip("needs strace, and the right to trace");
        return "";
    }
}
