using System.Text;
using AxSpa.Pbm.Typing;

namespace AxSpa.Pbm.Tests.Typing;

/// <summary>A terminal at which a made person types, and on whose screen one row is followed: what stands in it, and where the cursor is.</summary>
internal sealed class FakeTerminal : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly StringBuilder _row = new();
    private readonly List<string> _rows = [];
    private int _column;

    public int Width { get; set; } = 80;

    /// <summary>Rows that were left behind by a line feed.</summary>
    public IReadOnlyList<string> Rows => _rows;

    public string Row => _row.ToString();

    public int Column => _column;

    public bool WasRung { get; private set; }

    /// <summary>Everything that was written, piece by piece.</summary>
    public List<string> Written { get; } = [];

    private readonly Dictionary<int, Action> _before = [];
    private int _linesRead;

    /// <summary>Something happens before the person types this line, counted from 1.</summary>
    public void Before(int line, Action happens) => _before[line] = happens;

    /// <summary>Letters as they are; ⏎ ⇥ ← → ↑ ↓ ⌫ ⇱ ⇲ for keys, and ^A to ^Z for those with Ctrl.</summary>
    public FakeTerminal Types(string keys)
    {
        for (var at = 0; at < keys.Length; at++)
            _keys.Enqueue(keys[at] == '^' ? Control(keys[++at]) : Key(keys[at]));
        return this;
    }

    public ConsoleKeyInfo ReadKey()
    {
        if (_before.Remove(_linesRead + 1, out var happens))
            happens();
        var key = _keys.Dequeue();
        if (key.Key == ConsoleKey.Enter)
            _linesRead++;
        return key;
    }

    public void Write(string text)
    {
        Written.Add(text);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    _rows.Add(_row.ToString());
                    _row.Clear();
                    _column = 0;
                    break;
                case '\a':
                    WasRung = true;
                    break;
                case '\u001b':
                    var end = text.IndexOfAny(['K', 'C', 'J', 'H'], at);
                    if (text[end] == 'K')
                        _row.Length = _column;
                    else if (text[end] == 'C')
                        _column += int.Parse(text.AsSpan(at + 2, end - at - 2));
                    at = end;
                    break;
                default:
                    if (_column < _row.Length)
                        _row[_column] = text[at];
                    else
                        _row.Append(text[at]);
                    _column++;
                    break;
            }
        }
    }

    private static ConsoleKeyInfo Control(char letter) => new((char)(letter - 'A' + 1), Enum.Parse<ConsoleKey>(letter.ToString()), false, false, true);

    private static ConsoleKeyInfo Key(char sign) => sign switch
    {
        '⏎' => new('\r', ConsoleKey.Enter, false, false, false),
        '⇥' => new('\t', ConsoleKey.Tab, false, false, false),
        '←' => new('\0', ConsoleKey.LeftArrow, false, false, false),
        '→' => new('\0', ConsoleKey.RightArrow, false, false, false),
        '↑' => new('\0', ConsoleKey.UpArrow, false, false, false),
        '↓' => new('\0', ConsoleKey.DownArrow, false, false, false),
        '⌫' => new('\b', ConsoleKey.Backspace, false, false, false),
        '⇱' => new('\0', ConsoleKey.Home, false, false, false),
        '⇲' => new('\0', ConsoleKey.End, false, false, false),
        _ => new(sign, 0, false, false, false),
    };
}
