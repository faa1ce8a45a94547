
namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>A file of a logistic regression is not what it should be; the message begins with the field and ends with a full stop.</summary>
public sealed class LogisticModelException(string field, string rule, Exception? inner = null) : RefusedInputException($"{field} {rule}.", inner);
