namespace AxSpa.Pipeline;

/// <summary>
/// Something a researcher handed in cannot be used. The message names the thing, the place (file, line, row, column, value),
/// the rule and the next step, and is shown to people as it is, without a stack trace. The run ends at once with exit code 2.
/// </summary>
public class RefusedInputException(string message, Exception? inner = null) : Exception(message, inner);
