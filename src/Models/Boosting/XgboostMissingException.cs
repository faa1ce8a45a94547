using AxSpa.Pipeline;

namespace AxSpa.Models.Boosting;

/// <summary>XGBoost's shared library cannot be loaded; the message says what to type.</summary>
public sealed class XgboostMissingException(string message) : RefusedInputException(message);
