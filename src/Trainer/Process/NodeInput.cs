using System.Collections.Concurrent;
using System.Text;

namespace AxSpa.Trainer.Process;

/// <summary>
/// Standard input, read by a thread of its own for as long as the process lives. Its end means that the node has died (even by
/// kill -9, when nobody can say goodbye), and this process dies with it rather than go on computing for nobody.
/// </summary>
internal sealed class NodeInput
{
    private readonly BlockingCollection<string> _lines = [];

    public NodeInput(Stream standardInput)
    {
        var reader = new StreamReader(standardInput, new UTF8Encoding(false));
        new Thread(() => Read(reader)) { IsBackground = true, Name = "standard input" }.Start();
    }

    /// <summary>The lines as they come; the sequence never ends, the process does.</summary>
    public IEnumerable<string> Lines => _lines.GetConsumingEnumerable();

    private void Read(StreamReader reader)
    {
        try
        {
            while (reader.ReadLine() is { } line)
                if (line.Length > 0)
                    _lines.Add(line);
        }
        catch (IOException)
        {
            // A broken pipe is an end like any other.
        }
        OwnDeath.Now();
    }
}
