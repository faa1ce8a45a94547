using System.Collections.Immutable;
using static AxSpa.Pipeline.Specification.YamlText;

namespace AxSpa.Pipeline.Specification;

/// <summary>The kinds of values that a specification has. What only one key has stands in the file of its record.</summary>
public static class YamlValues
{
    public static YamlValue<string> Text { get; } = new((section, key, otherwise, _) => section.Text(key, otherwise), (text, _) => Scalar(text));

    /// <summary>Null: nothing is said.</summary>
    public static YamlValue<string?> TextOrNull { get; } =
        new((section, key, otherwise, _) => section.OptionalText(key) ?? otherwise, (text, _) => OrNull(text));

    public static YamlValue<ImmutableArray<string>> TextList { get; } =
        new((section, key, otherwise, _) => section.Texts(key, otherwise), (texts, _) => List(texts));

    public static YamlValue<bool> Flag { get; } = new((section, key, otherwise, _) => section.Flag(key, otherwise), (flag, _) => flag ? "true" : "false");

    public static YamlValue<ulong> Unsigned { get; } =
        new((section, key, otherwise, _) => section.Unsigned(key, otherwise), (number, _) => Invariant($"{number}"));

    /// <param name="example">With its key, for whoever left it out.</param>
    public static YamlValue<string> RequiredText(string example) => new((section, key, _, _) => section.Required(key, example), (text, _) => Scalar(text));

    /// <summary>A path, absolute once it is read.</summary>
    /// <inheritdoc cref="RequiredText"/>
    public static YamlValue<string> RequiredPath(string example) =>
        new((section, key, _, context) => Path.GetFullPath(section.Required(key, example), context.Folder), (path, _) => Scalar(path));

    /// <summary>The same, where nothing needs to be said: null.</summary>
    public static YamlValue<string?> PathOrNull { get; } = new(
        (section, key, otherwise, context) => section.OptionalText(key) is { } path ? Path.GetFullPath(path, context.Folder) : otherwise,
        (path, _) => OrNull(path));

    public static YamlValue<int> Whole(int least, int most) =>
        new((section, key, otherwise, _) => section.Integer(key, otherwise, least, most), (number, _) => Invariant($"{number}"));

    public static YamlValue<int?> WholeOrNull(int least, int most) =>
        new(
            (section, key, otherwise, _) => section.OptionalInteger(key, least, most) ?? otherwise,
            (number, _) => number is { } known ? Invariant($"{known}") : "null");

    public static YamlValue<double> Number(NumberRange range) =>
        new((section, key, otherwise, _) => section.Number(key, otherwise, range), (number, _) => Invariant($"{number}"));

    /// <param name="holds">Of the count; otherwise refused with <paramref name="rule"/>.</param>
    public static YamlValue<ImmutableArray<int>> Wholes(int least, int most, Func<int, bool> holds, string rule) => new(
        (section, key, otherwise, _) =>
        {
            var numbers = section.Integers(key, otherwise, least, most);
            return holds(numbers.Length) ? numbers : throw section.Refuse(key, rule);
        },
        (numbers, _) => $"[{string.Join(", ", numbers)}]");

    /// <param name="words">With their values; the first of a value is the one that is written.</param>
    public static YamlValue<T> Word<T>(params (string Word, T Value)[] words) => new(
        (section, key, otherwise, _) => section.Choice(key, otherwise, words),
        (value, _) => words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Word);

    /// <summary>A section, written in one line. Left out, all in it has its default.</summary>
    public static YamlValue<T> Section<T>(SectionForm<T> form) =>
        new((section, key, otherwise, context) => section.Section(key) is { } inner ? form.Read(inner, context) : otherwise, form.Flow, form);

    /// <summary>A section, written a line for each key.</summary>
    /// <inheritdoc cref="Section"/>
    public static YamlValue<T> Block<T>(SectionForm<T> form) => Section(form) with { Write = (options, context) => $"\n{form.Lines(options, context, "  ")}" };

    /// <summary>A section that may be switched off with the word <c>none</c>, which is null.</summary>
    /// <param name="of">How a section is read and written.</param>
    public static YamlValue<T?> OrNone<T>(YamlValue<T> of) where T : class => new(
        (section, key, otherwise, context) =>
            section.IsWord(key, "none") ? null
            : section.Section(key) is null ? otherwise
            : of.Read(section, key, null!, context),
        (options, context) => options is null ? "none" : of.Write(options, context), of.Section);

    /// <summary>A section of which nothing is said where it is left out: null. To be written only where it is there.</summary>
    public static YamlValue<T?> OrUnsaid<T>(YamlValue<T> of) where T : class =>
        new(
            (section, key, otherwise, context) => section.Section(key) is null ? otherwise : of.Read(section, key, null!, context),
            (options, context) => of.Write(options!, context), of.Section);
}
