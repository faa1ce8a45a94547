using System.Collections.Concurrent;
using AxSpa.Pipeline.Files;

namespace AxSpa.Coordinator.Tests;

/// <summary>A folder whose file server can stop answering: a call hangs until it is let go, as on a share that is mounted hard.</summary>
internal sealed class HangingStore(string root) : IWorkspaceStore
{
    private readonly PosixWorkspace _folder = new(root);
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private volatile Func<string, StoreName?, bool> _hangs = (_, _) => false;

    public string Title => _folder.Title;

    /// <summary>Every call that has come back, in order.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <param name="which">Verb and name; null: all of them.</param>
    public void Hang(Func<string, StoreName?, bool>? which = null)
    {
        _answers.Reset();
        _hangs = which ?? ((_, _) => true);
    }

    public void Answer()
    {
        _hangs = (_, _) => false;
        _answers.Set();
    }

    public Stream Read(StoreName name) => Call("read", name, () => _folder.Read(name));

    public void Write(StoreName name, Action<Stream> fill) => Call("write", name, () => { _folder.Write(name, fill); return true; });

    public void Append(StoreName name, string text) => Call("append", name, () => { _folder.Append(name, text); return true; });

    public StoreEntry? Find(StoreName name) => Call("find", name, () => _folder.Find(name));

    public IEnumerable<StoreEntry> List(StoreName folder) => Call("list", folder, () => _folder.List(folder));

    public IEnumerable<StoreName> Folders(StoreName folder) => Call("list", folder, () => _folder.Folders(folder));

    public void Delete(StoreName name) => Call("delete", name, () => { _folder.Delete(name); return true; });

    public string? LocalPath(StoreName name) => _folder.LocalPath(name);

    public string? Identity() => Call("identity", null, _folder.Identity);

    public string? WhyAway() => Call("why away", null, _folder.WhyAway);

    private T Call<T>(string verb, StoreName? name, Func<T> call)
    {
        if (_hangs(verb, name))
            _answers.Wait();
        var result = call();
        Done.Enqueue($"{verb} {name}");
        return result;
    }
}
