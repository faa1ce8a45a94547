using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>What somebody who has just cloned the repository meets.</summary>
public sealed partial class FrontDoor
{
    [Fact]
    public void The_README_begins_with_the_two_commands()
    {
        var firstBlock = CodeBlock().Match(Repository.Read("README.md")).Groups[1].Value;
        var commands = firstBlock.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('#')[0].Trim());
        Assert.Equal(["./axspa demo", "./axspa test"], commands);
    }

    [Fact]
    public void The_README_says_what_the_results_are_not_for() =>
        Assert.Contains("research use only, not a medical device", Repository.Read("README.md"), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_file_that_the_README_links_to_is_there()
    {
        var targets = Link().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));
        Assert.DoesNotContain(targets, target => !Repository.Has(target.Split('#')[0]));
    }

    [Fact]
    public void The_licence_is_Apache_2() => Assert.Contains("Apache License", Repository.Read("LICENSE")[..200]);

    [Fact]
    public void Pages_and_samples_name_no_folder_of_one_persons_machine()
    {
        var pages = Repository.Files("docs", "*.md").Concat(Repository.Files("samples", "*.yaml")).Concat(["README.md", "CHANGELOG.md"]);
        Assert.Empty(from page in pages from Match match in PersonalPath().Matches(Repository.Read(page)) select $"{page}: {match.Value}");
    }

    [Theory]
    [SupportedOSPlatform("linux")]
    [InlineData("axspa")]
    [InlineData("pbm")]
    [InlineData(".ci/run")]
    [InlineData("tests/run")]
    [InlineData("benchmarks/run")]
    public void A_script_can_be_started(string script)
    {
        Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute), $"{script} is not executable");
        Assert.StartsWith("#!/usr/bin/env bash\n", Repository.Read(script));
    }

    /// <summary>The function of the script, with an apt-get that answers as another process's lock makes it answer.</summary>
    [Theory]
    [SupportedOSPlatform("linux")]
    [InlineData("E: Could not get lock /var/lib/apt/lists/lock. It is held by process 42 (apt-get)", 2, 30, 0, 3)]
    [InlineData("E: Unable to lock the download directory", 1, 30, 0, 2)]
    [InlineData("E: Could not get lock /var/lib/apt/lists/lock. It is held by process 42 (apt-get)", 99, 1, 1, 2)]
    [InlineData("E: Unable to locate package libxgboost0", 1, 30, 1, 1)]
    public void An_apt_that_meets_anothers_lock_waits_for_it_and_for_nothing_else(string says, int times, int waits, int code, int tries)
    {
        var folder = Directory.CreateTempSubdirectory("axspa-apt-").FullName;
        try
        {
            var apt = Path.Combine(folder, "apt-get");
            File.WriteAllText(apt,
                $"#!/bin/bash\necho \"$@\" >> {folder}/calls\nif (($(wc -l < {folder}/calls) <= {times})); then echo '{says}' >&2; exit 100; fi\n");
            File.SetUnixFileMode(apt, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var start = new ProcessStartInfo(
                "bash", ["-euo", "pipefail", "-c", $"{AptGet().Match(Repository.Read("axspa")).Value}\napt_get update"])
            { RedirectStandardOutput = true };
            (start.Environment["PATH"], start.Environment["AXSPA_APT_WAIT"]) = ($"{folder}:{Environment.GetEnvironmentVariable("PATH")}", $"{waits}");
            using var bash = Process.Start(start)!;
            var said = bash.StandardOutput.ReadToEnd();
            bash.WaitForExit();
            Assert.Equal((code, tries), (bash.ExitCode, File.ReadAllLines(Path.Combine(folder, "calls")).Length));
            Assert.Equal(code != 0, said.Contains(says, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^apt_get\(\) \{\n.*?^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex AptGet();

    [GeneratedRegex(@"```\w*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w.~/-])/(work|root|home|Users)/[\w.-]*")]
    private static partial Regex PersonalPath();
}
