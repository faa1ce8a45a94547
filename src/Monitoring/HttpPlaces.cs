using System.IO.Pipelines;
using System.Net;
using AxSpa.Shared.Keys;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AxSpa.Monitoring;

/// <summary>
/// Who may stay connected: so many at once, so many of one address, and whoever keeps silent only until somebody else comes. A limit that turns the
/// newcomer away would let a few idle connections keep the probes of the kubelet out, until each of them has been waited for.
/// </summary>
internal sealed class HttpPlaces(HttpLimits limits)
{
    private readonly ConnectionPlaces _places = new(limits.Connections, limits.ConnectionsOfOneAddress);

    /// <summary>Around the whole connection.</summary>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        using var place = _places.Take((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None, connection.Abort);
        if (place is null || !await Speaks(connection))
        {
            connection.Abort();
            return;
        }
        connection.Items[this] = place;
        await next(connection);
    }

    /// <summary>Around each request: its place is not taken away while it is answered.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        var place = context.Features.Get<IConnectionItemsFeature>()?.Items[this] as ConnectionPlaces.Place;
        place?.Serve();
        try
        {
            await next(context);
        }
        finally
        {
            place?.Idle();
        }
    }

    /// <summary>Waits for the first byte, and leaves it where it is.</summary>
    private async Task<bool> Speaks(ConnectionContext connection)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        late.CancelAfter(limits.FirstByteWithin);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(late.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception silent) when (silent is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException)
        {
            return false;
        }
    }
}
