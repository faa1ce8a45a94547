using System.Diagnostics.CodeAnalysis;
using System.Text;
using AxSpa.Pbm.Typing;
using AxSpa.Pipeline.Texts;
using Microsoft.Win32.SafeHandles;

namespace AxSpa.Pbm;

/// <summary>Whoever read our output has closed it.</summary>
internal sealed class ReaderGoneException(Exception inner) : Exception("The reader of the output is gone.", inner);

/// <summary>Data to one side, messages to the other, lines in: the console of the process, or one of a test.</summary>
/// <param name="terminal">Set where a person types and the cursor can be moved.</param>
/// <param name="isInteractive">A person types: show a prompt, and ask before what cannot be undone.</param>
/// <param name="history">Where typed lines are kept; null: nowhere.</param>
internal sealed class PbmConsole(
    TextReader input, TextWriter data, TextWriter messages, bool isInteractive, ITerminal? terminal = null, string? history = null) : IDisposable
{
    private const int StandardOutput = 1;
    private const int MostAtOnce = 1 << 16;

    public bool IsInteractive { get; } = isInteractive;

    public ITerminal? Terminal { get; } = terminal;

    public string? HistoryFile { get; } = history;

    public static PbmConsole OfThisProcess() => new(
        Console.In, new StreamWriter(OutputThatFails(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" }, Console.Error,
        !Console.IsInputRedirected && !Console.IsErrorRedirected, ConsoleTerminal.IsThere ? new ConsoleTerminal() : null, History.UsualFile());

    /// <summary>What comes from files and other machines must not move a terminal's cursor, change its colours or turn the direction of writing.</summary>
    /// <exception cref="ReaderGoneException">The pipe is closed at its other end.</exception>
    public void Out(string text)
    {
        try
        {
            Show(data, text, data.NewLine);
        }
        catch (IOException closed)
        {
            throw new ReaderGoneException(closed);
        }
    }

    public void Err(string text) => Show(messages, text, messages.NewLine);

    /// <summary>The prompt is no data, so that a session can be redirected.</summary>
    public void Ask(string prompt) => Show(messages, prompt, "");

    /// <exception cref="OperationCanceledException">Interrupted; the read itself is left behind, since a terminal's cannot be ended.</exception>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A terminal is read by waiting; pbm is no member of the cluster.")]
    public Task<string?> ReadLine(CancellationToken cancellation) => Task.Run(input.ReadLine, cancellation).WaitAsync(cancellation);

    public void Dispose()
    {
        try
        {
            data.Dispose();
        }
        catch (IOException)
        {
            // A reader that went away after the last line has all of it.
        }
    }

    /// <summary>Piece by piece: a host may send long lines of what is shown in six letters each.</summary>
    private static void Show(TextWriter to, string text, string end)
    {
        var at = 0;
        while (text.Length - at > MostAtOnce)
        {
            var length = char.IsHighSurrogate(text[at + MostAtOnce - 1]) ? MostAtOnce - 1 : MostAtOnce;
            to.Write(VisibleText.Of(text.Substring(at, length)));
            at += length;
        }
        to.Write(VisibleText.Of(text[at..]) + end);
    }

    /// <summary>
    /// .NET's own console stream hides that a pipe was closed, so that <c>run watch | head</c> would watch on for nobody; a file
    /// stream tells. Where output goes to a file, the console stream keeps to the place at which the shell has opened it.
    /// </summary>
    private static Stream OutputThatFails()
    {
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
