using System.Collections.Immutable;
using AxSpa.Shared.Keys;

namespace AxSpa.Shared.Pbm;

/// <summary>What a command does to the cluster.</summary>
public enum CommandEffect
{
    /// <summary>Nothing.</summary>
    Looks,

    /// <summary>It has a <c>--dry-run</c>.</summary>
    Changes,

    /// <summary>Cannot be undone: it asks a person first, and wants <c>--yes</c> of a script.</summary>
    Destroys,
}

/// <summary>What a command is called and takes: the dispatcher reads arguments by it, and <c>help</c> shows it.</summary>
/// <param name="Palette">The first word: <c>run</c>.</param>
/// <param name="Name">The second: <c>submit</c>. Empty: the palette is the whole name.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Switches">Those that its effect brings come by themselves.</param>
public sealed record CommandDescription(
    string Palette, string Name, string Summary, ImmutableArray<ArgumentDescription> Arguments, ImmutableArray<SwitchDescription> Switches,
    CommandEffect Effect = CommandEffect.Looks)
{
    public ImmutableArray<SwitchDescription> Switches { get; init; } = [.. Switches, .. SwitchDescription.Of(Effect)];

    /// <summary>Where tokens are used, who may give it. What cannot be undone is for admins, unless it says otherwise.</summary>
    public AccessRole Needs { get; init; } = Effect switch
    {
        CommandEffect.Looks => AccessRole.Viewer,
        CommandEffect.Changes => AccessRole.Operator,
        CommandEffect.Destroys => AccessRole.Admin,
    };

    public string FullName => Name.Length == 0 ? Palette : $"{Palette} {Name}";

    public string Usage => string.Join(' ',
    [
        FullName,
        .. Arguments.Select(argument => argument.IsOptional ? $"[{argument.Name}]" : argument.Name),
        .. Switches.Select(option => option.Value is null ? $"[{option.Name}]" : $"[{option.Name} {option.Value}]"),
    ]);
}

/// <summary>A word that a command takes, by its position.</summary>
/// <param name="Name">In capitals, as usage shows it.</param>
/// <param name="IsOptional">May be left out; only the last ones of a command are.</param>
public sealed record ArgumentDescription(string Name, string Summary, bool IsOptional = false)
{
    /// <summary>Words of a person, who may write anything: kept out of audit.log.</summary>
    public bool IsFreeText { get; init; }
}

/// <summary>Something that may be asked for: <c>--wait</c>, or <c>--until STAGE</c>.</summary>
/// <param name="Value">What its value is called; null: it takes none.</param>
/// <param name="Allowed">The values there are; empty: any.</param>
public sealed record SwitchDescription(string Name, string Summary, string? Value = null, ImmutableArray<string> Allowed = default)
{
    public const string DryRun = "--dry-run";
    public const string Yes = "--yes";

    public ImmutableArray<string> Allowed { get; init; } = Allowed.IsDefault ? [] : Allowed;

    /// <inheritdoc cref="ArgumentDescription.IsFreeText"/>
    public bool IsFreeText { get; init; }

    public static ImmutableArray<SwitchDescription> Of(CommandEffect effect) => effect switch
    {
        CommandEffect.Looks => [],
        CommandEffect.Changes => [new(DryRun, "Say what would be done, and do nothing.")],
        CommandEffect.Destroys => [new(DryRun, "Say what would be done, and do nothing."), new(Yes, "Do it without asking.")],
    };
}
