namespace AxSpa.Models.Boosting;

/// <summary>XGBoost answered a call with an error; the message names the call and is the library's own from there on.</summary>
public sealed class XgboostException(string message) : Exception(message);
