using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>One run of samples/tiny.yaml that several classes look at; whoever changes a file works on a copy.</summary>
public sealed class UndisturbedRun : IDisposable
{
    public const string Shared = "one undisturbed run";

    internal TinyCohort Cohort { get; } = TinyCohort.Make();

    internal (int Code, string Out, string Errors) Ended { get; }

    internal string Workspace { get; }

    internal OtlpReceiver Traces { get; } = OtlpReceiver.Start();

    public UndisturbedRun()
    {
        Workspace = Cohort.Workspace("undisturbed");
        Ended = AxspaProcess.Run(["run", Cohort.Specification, "--workspace", Workspace, "--pbm-port", "off", "--otlp", Traces.Endpoint], null);
        Assert.True(Ended.Code == 0, Ended.Errors);
    }

    public void Dispose()
    {
        Traces.Dispose();
        Cohort.Dispose();
    }
}

[CollectionDefinition(UndisturbedRun.Shared)]
public sealed class UndisturbedRunCollection : ICollectionFixture<UndisturbedRun>;
