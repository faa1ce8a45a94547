using System.Collections.Concurrent;
using System.Text;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Process;

/// <summary>
/// Standard input, read by a thread of its own for as long as the process lives. Its end means that the node has died (even by
/// kill -9, when nobody can say goodbye), and this process dies with it rather than go on computing for nobody.
/// </summary>
internal sealed class NodeInput
{
    /// <summary>A line, and the wish that what it asks for ends before it is done.</summary>
    internal readonly record struct Line(string Text, CancellationToken Stop);

    private readonly BlockingCollection<Line> _lines = [];

    public NodeInput(Stream standardInput)
    {
        var reader = new StreamReader(standardInput, new UTF8Encoding(false));
        new Thread(() => Read(reader)) { IsBackground = true, Name = "standard input" }.Start();
    }

    /// <summary>The lines as they come; the sequence never ends, the process does.</summary>
    public IEnumerable<Line> Lines => _lines.GetConsumingEnumerable();

    private void Read(StreamReader reader)
    {
        var last = new CancellationTokenSource();
        try
        {
            while (reader.ReadLine() is { } line)
            {
                if (line == JobJson.Stop)
                {
                    last.Cancel();
                }
                else if (line.Length > 0)
                {
                    last = new CancellationTokenSource();
                    _lines.Add(new Line(line, last.Token));
                }
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end like any other.
        }
        OwnDeath.Now();
    }
}
