using System.Diagnostics;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>
/// A workspace that hangs in the kernel, as a share does that is mounted hard: a file system of its own, frozen (fsfreeze). Whoever writes there waits,
/// and not even a kill ends it. Needs root and loop devices, and is asked for with AXSPA_FREEZE=1: a test that is killed leaves the file system frozen.
/// </summary>
public sealed class FrozenDiskTests : CoordinatorUnderTest
{
    private readonly bool _isPossible = Environment.GetEnvironmentVariable("AXSPA_FREEZE") == "1" && Environment.IsPrivilegedProcess;
    private readonly string _image;
    private IActorRef _coordinator = ActorRefs.Nobody;

    public FrozenDiskTests()
    {
        _image = $"{Workspace}.img";
        if (!_isPossible)
            return;
        using (var file = File.Create(_image))
            file.SetLength(64 << 20);
        Run("mkfs.ext4", "-q", "-F", _image);
        Run("mount", "-o", "loop", _image, Workspace);
    }

    protected override void AfterAll()
    {
        if (_isPossible)
        {
            Process.Start("fsfreeze", ["-u", Workspace]).WaitForExit(); // fails where it is not frozen
            Run("umount", "--lazy", Workspace);
        }
        base.AfterAll();
        File.Delete(_image);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, TimeSpan.FromSeconds(3), cancellationToken: Stop);
    }

    [Fact]
    public void A_frozen_file_system_is_named_and_the_coordinator_answers_and_goes_on_when_it_thaws()
    {
        Assert.SkipUnless(_isPossible, "needs root, loop devices and AXSPA_FREEZE=1");
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        Report(_coordinator, running: attempt);
        AwaitDisk();
        Run("fsfreeze", "-f", Workspace);

        _coordinator.Tell(Completed(attempt), Node.Ref);
        AwaitRecorded(attempt); // its files were read, and the journal has it
        AwaitAssert(
            () => Assert.Matches(
                $@"^the workspace {Workspace} has not answered since .*Z \(write of runs/{attempt.Run}/",
                Ask<RunView>(new RunProtocol.DescribeRun(attempt.Run)).WaitingFor),
            TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(500), Stop);
        Assert.Equal(RunStatus.Running, Assert.Single(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs).Status);
        Assert.Equal(RunProtocol.Acceptance.Started, Another().How);
        Assert.Equal(2, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Length);

        Run("fsfreeze", "-u", Workspace);
        AwaitAssert(
            () => Assert.Equal(RunStatus.Completed, Ask<RunView>(new RunProtocol.DescribeRun(attempt.Run)).Summary.Status), Long, cancellationToken: Stop);
        AwaitDisk();
        Assert.Contains("completed", File.ReadAllText(new RunFolder(Workspace, attempt.Run).Log));
    }

    private RunProtocol.RunAccepted Another() => Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(
        RunYaml.Write(MadeRun.Specification with { Name = "another", Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false));
}
