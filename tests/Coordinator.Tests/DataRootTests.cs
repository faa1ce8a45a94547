using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>A coordinator that knows where the files of runs may lie.</summary>
public sealed class DataRootTests : CoordinatorUnderTest
{
    private static readonly RunSpecification Run = MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() };

    private string Data => Directory.CreateDirectory(Path.Combine(Workspace, "data")).FullName;

    private T Answer<T>(IActorRef coordinator, object question)
    {
        coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private static RunProtocol.SubmitRun Submission(string table) =>
        new(RunYaml.Write(Run with { Cohort = Run.Cohort with { Clinical = table, Mri = null } }), RunStage.Cohort, false);

    [Fact]
    public void A_run_whose_table_lies_elsewhere_is_refused_before_it_is_begun()
    {
        Roots = DataRoots.Of([Data]);
        var coordinator = Coordinator();
        var link = Path.Combine(Data, "c.csv");
        File.CreateSymbolicLink(link, "/etc/hostname");
        foreach (var (table, says) in new[] { ("/etc/hostname", "lies outside of what runs may read here"), (link, "leads to /etc/hostname"),
            ($"{Data}/../../etc/hostname", "cohort.clinical: ") })
        {
            Assert.Contains(says, Answer<RunProtocol.Refused>(coordinator, Submission(table)).Reason);
            Assert.Contains(says, Answer<RunProtocol.Refused>(coordinator, new RunProtocol.Rehearse(Submission(table))).Reason);
        }
        Assert.Empty(Answer<RunProtocol.RunList>(coordinator, new RunProtocol.ListRuns()).Runs);
        Assert.False(Directory.Exists(Path.Combine(Workspace, "runs")));
    }

    [Fact]
    public void A_run_whose_table_lies_below_a_root_is_begun_and_found_again()
    {
        Roots = DataRoots.Of([Data]);
        var coordinator = Coordinator();
        var submission = Submission(Path.Combine(Data, "c.csv"));
        Assert.Equal(RunProtocol.Acceptance.Started, Answer<RunProtocol.RunAccepted>(coordinator, new RunProtocol.Rehearse(submission)).How);
        var begun = Answer<RunProtocol.RunAccepted>(coordinator, submission);
        Assert.Equal((begun.Run, RunProtocol.Acceptance.Resumed),
            Answer<RunProtocol.RunAccepted>(coordinator, submission) is var again ? (again.Run, again.How) : default);
    }
}
