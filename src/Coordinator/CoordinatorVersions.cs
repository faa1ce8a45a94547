using Akka.Actor;
using Akka.Event;
using AxSpa.Hosting.Wire;

namespace AxSpa.Coordinator;

/// <summary>
/// Members of other versions, as during an upgrade: what they say and this version does not know is refused in a sentence, and the log names them once.
/// </summary>
public sealed partial class CoordinatorActor
{
    /// <summary>Who was named in the log, and for what: a node reports every two seconds.</summary>
    private readonly HashSet<string> _namedForTheirVersion = [];

    private void ReceiveOfOtherVersions() => Command<UnknownMessage>(unknown =>
    {
        if (_namedForTheirVersion.Add($"{Sender.Path.Address} {unknown.Manifest}"))
            _log.Warning("{Words}", unknown.Words(Context.System, Sender));
        Sender.Tell(unknown.Refusal(Context.System));
    });
}
