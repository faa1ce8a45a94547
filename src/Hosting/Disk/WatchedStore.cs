using AxSpa.Pipeline.Files;

namespace AxSpa.Hosting.Disk;

/// <summary>
/// The store as one operation sees it: each call says what it is about to do, so that one which does not come back can be named, and none is begun
/// for whom has ended.
/// </summary>
internal sealed class WatchedStore(IWorkspaceStore store, DiskOperation operation, TimeProvider clock) : IWorkspaceStore
{
    /// <summary>A small thing that takes longer than this has not been answered.</summary>
    public static readonly TimeSpan Usually = TimeSpan.FromSeconds(10);

    /// <summary>Of a folder with everything in it.</summary>
    private static readonly TimeSpan ForRemoval = TimeSpan.FromMinutes(10);

    public string Title => store.Title;

    public Stream Read(StoreName name)
    {
        using var call = Begin("read", name, Usually);
        return new WatchedStream(store.Read(name), () => Begin("read", name, Usually));
    }

    public void Write(StoreName name, Action<Stream> fill)
    {
        using var call = Begin("write", name, Usually);
        store.Write(name, stream =>
        {
            using var watched = new WatchedStream(stream, () => Begin("write", name, Usually)) { IsLeftOpen = true };
            fill(watched);
        });
    }

    public void Append(StoreName name, string text)
    {
        using var call = Begin("write", name, Usually);
        store.Append(name, text);
    }

    public StoreEntry? Find(StoreName name)
    {
        using var call = Begin("look", name, Usually);
        return store.Find(name);
    }

    public IEnumerable<StoreEntry> List(StoreName folder) => Watched(folder, store.List(folder));

    public IEnumerable<StoreName> Folders(StoreName folder) => Watched(folder, store.Folders(folder));

    private IEnumerable<T> Watched<T>(StoreName folder, IEnumerable<T> listing)
    {
        using var entries = listing.GetEnumerator();
        while (true)
        {
            using (Begin("listing", folder, Usually))
                if (!entries.MoveNext())
                    yield break;
            yield return entries.Current;
        }
    }

    public void Delete(StoreName name)
    {
        using var call = Begin("removal", name, ForRemoval);
        store.Delete(name);
    }

    public string? LocalPath(StoreName name) => store.LocalPath(name);

    public string? Identity()
    {
        using var call = Begin("look at its identity", null, Usually);
        return store.Identity();
    }

    public string? WhyAway()
    {
        using var call = Begin("look at its identity", null, Usually);
        return store.WhyAway();
    }

    /// <exception cref="OperationCanceledException">Whoever asked has ended.</exception>
    private Watch Begin(string verb, StoreName? name, TimeSpan patience)
    {
        operation.Session.ThrowIfOver();
        var outer = operation.Now;
        operation.Now = new DiskOperation.Call(verb, name, patience, clock.GetUtcNow(), clock.GetTimestamp());
        return new Watch(() => operation.Now = outer is null ? null : outer with { Since = clock.GetUtcNow(), At = clock.GetTimestamp() });
    }

    /// <summary>The call came back, and the one around it has been heard of just now.</summary>
    private sealed class Watch(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    /// <summary>Each part of a large file is a call of its own.</summary>
    private sealed class WatchedStream(Stream stream, Func<IDisposable> begin) : Stream
    {
        public bool IsLeftOpen { get; init; }

        public override bool CanRead => stream.CanRead;
        public override bool CanSeek => stream.CanSeek;
        public override bool CanWrite => stream.CanWrite;
        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => stream.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            using var call = begin();
            return stream.Read(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            using var call = begin();
            stream.Write(buffer);
        }

        public override void Flush()
        {
            using var call = begin();
            stream.Flush();
        }

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void SetLength(long value) => stream.SetLength(value);

        protected override void Dispose(bool disposing)
        {
            if (disposing && !IsLeftOpen)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
