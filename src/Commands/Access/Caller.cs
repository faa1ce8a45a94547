using AxSpa.Shared.Keys;

namespace AxSpa.Commands.Access;

/// <summary>Who gives a command.</summary>
/// <param name="Name">Of the token, or who it is where none is needed.</param>
/// <param name="From">An address.</param>
internal sealed record Caller(string Name, AccessRole Role, string From)
{
    /// <summary>Whoever works on this machine, where no tokens are used.</summary>
    public static Caller OfThisMachine(string from) => new("local", AccessRole.Admin, from);
}

/// <summary>The caller's role does not allow the command; the message says which does. Exit code 4.</summary>
internal sealed class NotAllowedException(string message) : Exception(message);
