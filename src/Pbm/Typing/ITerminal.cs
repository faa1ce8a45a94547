namespace AxSpa.Pbm.Typing;

/// <summary>What a line editor needs of a terminal.</summary>
internal interface ITerminal
{
    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Waits for a key, which the terminal itself does not show. Ctrl-C is a key like others.</summary>
    ConsoleKeyInfo ReadKey();

    /// <summary>Text and the control sequences of ECMA-48, as they are.</summary>
    void Write(string text);
}
