using System.Collections.Immutable;

namespace AxSpa.Shared.Pbm;

/// <summary>What a command is called and takes: the dispatcher reads arguments by it, and <c>help</c> shows it.</summary>
/// <param name="Palette">The first word: <c>run</c>.</param>
/// <param name="Name">The second: <c>submit</c>.</param>
/// <param name="Summary">One sentence.</param>
public sealed record CommandDescription(
    string Palette, string Name, string Summary, ImmutableArray<ArgumentDescription> Arguments, ImmutableArray<SwitchDescription> Switches)
{
    public string Usage => string.Join(' ',
    [
        Palette, Name,
        .. Arguments.Select(argument => argument.Name),
        .. Switches.Select(option => option.Value is null ? $"[{option.Name}]" : $"[{option.Name} {option.Value}]"),
    ]);
}

/// <summary>A word that a command needs, by its position.</summary>
/// <param name="Name">In capitals, as usage shows it.</param>
public sealed record ArgumentDescription(string Name, string Summary);

/// <summary>Something that may be asked for: <c>--wait</c>, or <c>--until STAGE</c>.</summary>
/// <param name="Value">What its value is called; null: it takes none.</param>
/// <param name="Allowed">The values there are; empty: any.</param>
public sealed record SwitchDescription(string Name, string Summary, string? Value = null, ImmutableArray<string> Allowed = default)
{
    public ImmutableArray<string> Allowed { get; init; } = Allowed.IsDefault ? [] : Allowed;
}
