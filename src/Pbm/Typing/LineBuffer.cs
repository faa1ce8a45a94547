namespace AxSpa.Pbm.Typing;

/// <summary>A line that is being typed, and where the cursor is in it: the keys of a shell, without a terminal.</summary>
/// <param name="Cursor">Before this character, from 0 to the length.</param>
internal readonly record struct LineBuffer(string Text, int Cursor)
{
    public static readonly LineBuffer Empty = new("", 0);

    public static LineBuffer EndingAt(string text) => new(text, text.Length);

    public string BeforeCursor => Text[..Cursor];

    public LineBuffer Insert(string typed) => new(Text.Insert(Cursor, typed), Cursor + typed.Length);

    public LineBuffer Backspace() => Cursor == 0 ? this : new(Text.Remove(Cursor - 1, 1), Cursor - 1);

    public LineBuffer Delete() => Cursor == Text.Length ? this : this with { Text = Text.Remove(Cursor, 1) };

    public LineBuffer Left() => this with { Cursor = Math.Max(0, Cursor - 1) };

    public LineBuffer Right() => this with { Cursor = Math.Min(Text.Length, Cursor + 1) };

    public LineBuffer Home() => this with { Cursor = 0 };

    public LineBuffer End() => this with { Cursor = Text.Length };

    public LineBuffer WordLeft() => this with { Cursor = StartOfWord };

    public LineBuffer WordRight()
    {
        var at = Cursor;
        while (at < Text.Length && Text[at] == ' ') at++;
        while (at < Text.Length && Text[at] != ' ') at++;
        return this with { Cursor = at };
    }

    public LineBuffer DeleteWord() => new(Text.Remove(StartOfWord, Cursor - StartOfWord), StartOfWord);

    public LineBuffer DeleteToStart() => new(Text[Cursor..], 0);

    public LineBuffer DeleteToEnd() => this with { Text = BeforeCursor };

    private int StartOfWord
    {
        get
        {
            var at = Cursor;
            while (at > 0 && Text[at - 1] == ' ') at--;
            while (at > 0 && Text[at - 1] != ' ') at--;
            return at;
        }
    }
}
