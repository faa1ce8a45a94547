using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>Shows what a host answers: data to one side, messages to the other.</summary>
internal sealed class CommandAnswers(PbmConsole console)
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
    }
}
