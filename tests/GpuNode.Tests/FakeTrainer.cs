namespace AxSpa.GpuNode.Tests;

/// <summary>A real process that speaks the trainer's protocol without libtorch: a shell script.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class FakeTrainer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-fake-trainer-").FullName;

    /// <param name="onJob">Shell commands run for each job line, which is in <c>$job</c>.</param>
    /// <param name="atStart">Shell commands before the first line is read.</param>
    public FakeTrainer(string onJob, string atStart = """echo '{"type":"ready","processId":1,"device":"cpu","torchVersion":"0","xgboostVersion":"0"}'""")
    {
        var path = Path.Combine(_folder, "trainer.sh");
        File.WriteAllText(path, $"#!/bin/bash\n{atStart}\nwhile IFS= read -r job; do\n{onJob}\ndone\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Program = new TrainerProgram(path);
    }

    public const string Completed = """echo '{"type":"completed","files":[],"figures":{}}'""";

    public TrainerProgram Program { get; }

    public string Folder => _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
