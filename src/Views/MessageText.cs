using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>What ops want everybody to read, as one line.</summary>
public static class MessageText
{
    public static string Of(RunProtocol.ClusterMessage message) => message is { Text: { } text, Since: { } since }
        ? $"message: {VisibleText.Of(text)} (since {PlainText.Moment(since)})"
        : "There is no message.";
}
