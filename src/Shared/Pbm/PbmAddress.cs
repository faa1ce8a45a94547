using System.Globalization;

namespace AxSpa.Shared.Pbm;

/// <summary>Where a command host listens.</summary>
public sealed record PbmAddress(string Host, int Port)
{
    public const int DefaultPort = 9110;

    public static readonly PbmAddress Default = new("127.0.0.1", DefaultPort);

    /// <summary><c>HOST:PORT</c>, <c>[IPv6]:PORT</c>; null: the text is not an address.</summary>
    public static PbmAddress? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new PbmAddress(text[..colon].Trim('[', ']'), port)
            : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
