using System.Collections.Immutable;
using AxSpa.Shared.Keys;

namespace AxSpa.Views;

/// <summary>Tokens of pbm as plain text, without what they are.</summary>
public static class TokenText
{
    public static string List(ImmutableArray<TokenEntry> tokens, DateTimeOffset now)
    {
        var count = $"Count: {PlainText.Count(tokens.Length, "token")}";
        return tokens.IsEmpty ? count : TextTable.Render(
            ["NAME", "ROLE", "CREATED", "EXPIRES"],
            tokens.Select(token => ImmutableArray.Create(
                token.Name, PlainText.Word(token.Role), PlainText.Moment(token.Created),
                token.Expires is not { } end ? "never" : PlainText.Moment(end) + (end < now ? " (expired)" : "")))) + "\n" + count;
    }
}
