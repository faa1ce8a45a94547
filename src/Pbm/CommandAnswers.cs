using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>Shows what a host answers: data to one side, messages to the other, files to their place.</summary>
/// <param name="files">Null: none are wanted.</param>
internal sealed class CommandAnswers(PbmConsole console, IncomingFiles? files)
{
    /// <summary>The command wants to be confirmed, and there is a person to ask.</summary>
    public PbmQuestion? Question { get; private set; }

    public void Hear(PbmAnswer answer)
    {
        if (answer.Out is { } data)
            console.Out(data);
        if (console.IsInteractive && answer.Ask is { } question)
            Question = question;
        else if (answer.Err is { } message)
            console.Err(message);
        files?.Hear(answer);
    }
}
