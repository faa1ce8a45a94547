namespace AxSpa.Shared.Wire;

/// <summary>
/// Crosses a process border or rests in the journal: serialised as JSON under a short, frozen manifest of
/// <see cref="WireManifests"/>. A type without this marker cannot leave its process.
/// </summary>
public interface IWireMessage;
