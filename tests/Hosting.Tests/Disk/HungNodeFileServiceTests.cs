using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Hosting.NodeFiles;
using AxSpa.Pipeline.Files;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Hosting.Tests.Disk;

/// <summary>What 'doctor' hears of a node whose workspace does not answer.</summary>
public sealed class HungNodeFileServiceTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("service", """
        akka.loglevel = WARNING
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        """);

    private readonly ManualResetEventSlim _answers = new();

    public void Dispose()
    {
        _answers.Set();
        Assert.True(_system.Terminate().Wait(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_service_answers_before_its_asker_gives_up_and_names_the_call_that_hangs()
    {
        var service = _system.ActorOf(Props.Create(() => new NodeFileService("/share", new SilentStore(_answers), null, default)));
        var inbox = Inbox.Create(_system);
        inbox.Send(service, new NodeFileProtocol.CheckNode(new string('a', 32)));
        var check = (NodeFileProtocol.NodeCheck)inbox.Receive(TimeSpan.FromSeconds(7));
        Assert.Matches(@"^the workspace /share has not answered since .*Z \(write of \.probe-a+-\S+\); is its file server away\?", check.Storage!.Trouble);
        Assert.True(check.Took > TimeSpan.FromSeconds(3));
        // Later it is known at once.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                inbox.Send(service, new NodeFileProtocol.ReadFiles(new RunId("r"), [new NodeFileProtocol.FilePlace("run.log", 0)]));
                return inbox.Receive(TimeSpan.FromSeconds(9)) is RunProtocol.Refused refused
                    && refused.Reason.Contains("has not answered since", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(20)));
    }

    /// <summary>Nothing of it comes back before it is let go, but for reading.</summary>
    private sealed class SilentStore(ManualResetEventSlim answers) : IWorkspaceStore
    {
        public string Title => "/share";

        public Stream Read(StoreName name) => throw new FileNotFoundException();

        public void Write(StoreName name, Action<Stream> fill) => answers.Wait();

        public void Append(StoreName name, string text) => answers.Wait();

        public StoreEntry? Find(StoreName name) => null;

        public IEnumerable<StoreEntry> List(StoreName folder) => [];

        public IEnumerable<StoreName> Folders(StoreName folder) => [];

        public void Delete(StoreName name) => answers.Wait();

        public string? LocalPath(StoreName name) => null;

        public string? Identity() => null;

        public string? WhyAway() => null;
    }
}
