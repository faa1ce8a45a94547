namespace AxSpa.Pipeline.Fusion;

/// <summary>A file of boosted trees is not what it should be; the message begins with the field and ends with a full stop.</summary>
public sealed class BoostedTreesException(string field, string rule) : RefusedInputException($"{field} {rule}.");
