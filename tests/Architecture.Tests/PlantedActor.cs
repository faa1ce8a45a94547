#pragma warning disable CA1822, CA1852 // what stands here is looked at, and never runs

namespace AxSpa.Architecture.Tests.Planted
{
    /// <summary>An actor that does all that none may do, for <see cref="DiskInActors"/>.</summary>
    internal sealed class PlantedActor : Akka.Planted.ReceiveActor
    {
        internal interface IHelper
        {
            void Help();
        }

        private sealed class DiskHelper : IHelper
        {
            void IHelper.Help() => Directory.CreateDirectory("x");
        }

        private readonly AxSpa.Pipeline.Files.IWorkspaceStore? _store = null;
        private readonly IHelper _helper = new DiskHelper();

        internal void Directly() => File.Delete("x");

        internal void InALambda() => Receive(() => _ = File.ReadAllText("x"));

        internal void ThroughAnother() => Elsewhere.Look("x");

        internal void ThroughAnInterface() => _helper.Help();

        internal async Task LaterOn()
        {
            await Task.Yield();
            File.Delete("x");
        }

        internal IEnumerable<string> PieceByPiece()
        {
            yield return "x";
            yield return File.ReadAllText("x");
        }

        internal void OnAThread() => new Thread(() => { }).Start();

        internal void ByAStream()
        {
            using var reader = new StreamReader("x");
        }

        internal void WithAStore() => Elsewhere.LookAt(_store!);

        internal void ByTheWorker() => Elsewhere.Ask(store => Elsewhere.Look(store));

        internal void InMemory()
        {
            using var reader = new StreamReader(new MemoryStream());
        }
    }

    internal static class Elsewhere
    {
        public static bool Look(string path) => new FileInfo(path).Exists;

        public static bool Look(AxSpa.Pipeline.Files.IWorkspaceStore store) => File.Exists($"{store}");

        public static bool LookAt(AxSpa.Pipeline.Files.IWorkspaceStore store) => Directory.Exists($"{store}");

        public static void Ask(Func<AxSpa.Pipeline.Files.IWorkspaceStore, bool> work) => _ = work;
    }
}

namespace Akka.Planted
{
    /// <summary>Stands for Akka's own.</summary>
    internal abstract class ReceiveActor
    {
        protected static void Receive(Action handler) => handler();
    }
}

namespace AxSpa.Pipeline.Files
{
    /// <summary>Stands for the store that the disk worker hands out.</summary>
    internal interface IWorkspaceStore;
}
