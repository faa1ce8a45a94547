using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pbm.Typing;

/// <summary>
/// Reads a line that a person types, with the keys of a shell: arrows, Home and End, Ctrl-A E K U W, Alt-B F, history with Up and Down
/// (of lines that begin as the typed one), completion with Tab. No well-kept library for this can be had, and this is little.
/// </summary>
/// <param name="complete">For the words before the cursor, of which the last is being typed: what it may become.</param>
internal sealed class LineEditor(ITerminal terminal, History history, Func<ImmutableArray<string>, ImmutableArray<string>> complete)
{
    private LineBuffer _line;

    /// <summary>What is shown of the line begins here, where it is longer than the terminal is wide.</summary>
    private int _shownFrom;

    /// <returns>Null: Ctrl-D on an empty line.</returns>
    public string? Read(string prompt)
    {
        (_line, _shownFrom) = (LineBuffer.Empty, 0);
        var search = history.Search("");
        Show(prompt);
        while (true)
        {
            var key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    _line = _line.End();
                    Show(prompt);
                    terminal.Write("\n");
                    history.Add(_line.Text);
                    return _line.Text;
                case { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.D } when _line.Text.Length == 0:
                    terminal.Write("\n");
                    return null;
                case { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.C }:
                    terminal.Write("^C\n");
                    (_line, search) = (LineBuffer.Empty, history.Search(""));
                    break;
                case { Key: ConsoleKey.Tab }:
                    Complete();
                    break;
                case { Key: ConsoleKey.UpArrow } or { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.P }:
                    _line = search.Older(_line.Text) is { } older ? LineBuffer.EndingAt(older) : _line;
                    break;
                case { Key: ConsoleKey.DownArrow } or { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.N }:
                    _line = LineBuffer.EndingAt(search.Newer());
                    break;
                case { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.L }:
                    terminal.Write("\u001b[2J\u001b[H");
                    break;
                default:
                    var changed = Edited(_line, key);
                    if (changed.Text != _line.Text)
                        search = history.Search(changed.Text);
                    _line = changed;
                    break;
            }
            Show(prompt);
        }
    }

    private static LineBuffer Edited(LineBuffer line, ConsoleKeyInfo key) => (key.Modifiers, key.Key) switch
    {
        (ConsoleModifiers.Control, ConsoleKey.A) or (_, ConsoleKey.Home) => line.Home(),
        (ConsoleModifiers.Control, ConsoleKey.E) or (_, ConsoleKey.End) => line.End(),
        (ConsoleModifiers.Control, ConsoleKey.K) => line.DeleteToEnd(),
        (ConsoleModifiers.Control, ConsoleKey.U) => line.DeleteToStart(),
        (ConsoleModifiers.Control, ConsoleKey.W) or (ConsoleModifiers.Alt, ConsoleKey.Backspace) => line.DeleteWord(),
        (ConsoleModifiers.Control, ConsoleKey.LeftArrow) or (ConsoleModifiers.Alt, ConsoleKey.B) => line.WordLeft(),
        (ConsoleModifiers.Control, ConsoleKey.RightArrow) or (ConsoleModifiers.Alt, ConsoleKey.F) => line.WordRight(),
        (ConsoleModifiers.Control, ConsoleKey.B) or (_, ConsoleKey.LeftArrow) => line.Left(),
        (ConsoleModifiers.Control, ConsoleKey.F) or (_, ConsoleKey.RightArrow) => line.Right(),
        (ConsoleModifiers.Control, ConsoleKey.D) or (_, ConsoleKey.Delete) => line.Delete(),
        (ConsoleModifiers.Control, ConsoleKey.H) or (_, ConsoleKey.Backspace) => line.Backspace(),
        _ => char.IsControl(key.KeyChar) ? line : line.Insert(key.KeyChar.ToString()),
    };

    /// <summary>One candidate is taken; of several the part that they share, and when that is nothing more they are listed.</summary>
    private void Complete()
    {
        var words = CommandWords.Split(_line.BeforeCursor);
        if (words.IsEmpty || _line.BeforeCursor.EndsWith(' '))
            words = words.Add("");
        var begun = words[^1];
        var candidates = complete(words).Where(candidate => candidate.StartsWith(begun, StringComparison.Ordinal) && CanBeTyped(candidate))
            .Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        if (candidates.IsEmpty)
        {
            terminal.Write("\a");
            return;
        }
        var shared = candidates.AsEnumerable().Aggregate(SharedBeginning);
        if (shared.Length > begun.Length)
            _line = _line.Insert(Quoted(shared[begun.Length..]));
        if (candidates.Length == 1)
            _line = shared.EndsWith('/') ? _line : _line.Insert(" ");
        else if (shared.Length == begun.Length)
            List(candidates);
    }

    private void List(ImmutableArray<string> candidates)
    {
        var width = candidates.Max(candidate => candidate.Length) + 2;
        var columns = Math.Max(1, terminal.Width / width);
        terminal.Write("\n");
        foreach (var row in candidates.Chunk(columns))
            terminal.Write(string.Concat(row.Select(candidate => candidate.PadRight(width))).TrimEnd() + "\n");
    }

    private static string SharedBeginning(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[length] == other[length]) length++;
        return one[..length];
    }

    /// <summary>What a person does not see is not put into the line.</summary>
    private static bool CanBeTyped(string candidate) => VisibleText.IsPlain(candidate) && !candidate.Any(char.IsControl);

    /// <summary>One word stays one word, whatever is in it.</summary>
    private static string Quoted(string text) =>
        string.Concat(text.Select(letter => char.IsWhiteSpace(letter) || letter is '\\' or '"' or '\'' or '#' ? $"\\{letter}" : $"{letter}"));

    /// <summary>Draws the line anew: in one row, of which a window around the cursor is shown.</summary>
    private void Show(string prompt)
    {
        var room = Math.Max(8, terminal.Width - prompt.Length - 1);
        if (_line.Cursor < _shownFrom)
            _shownFrom = _line.Cursor;
        else if (_line.Cursor > _shownFrom + room)
            _shownFrom = _line.Cursor - room;
        _shownFrom = Math.Min(_shownFrom, Math.Max(0, _line.Text.Length - room));
        var shown = _line.Text.Substring(_shownFrom, Math.Min(room, _line.Text.Length - _shownFrom));
        var column = prompt.Length + _line.Cursor - _shownFrom;
        terminal.Write(string.Create(CultureInfo.InvariantCulture, $"\r{prompt}{shown}\u001b[K\r{(column > 0 ? $"\u001b[{column}C" : "")}"));
    }
}
