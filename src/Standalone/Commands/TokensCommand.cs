using System.CommandLine;
using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using AxSpa.Views;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa tokens</c>: who may command a cluster with pbm beyond the seed's own machine (docs/keys.md).</summary>
internal static class TokensCommand
{
    private static string UsualFile =>
        Environment.GetEnvironmentVariable(TokenFile.EnvironmentVariable) is { Length: > 0 } said ? said : Path.Combine("axspa-keys", "tokens.jsonl");

    public static Command Create() => new("tokens", "Tokens of pbm: who may look, steer runs, or change the cluster.") { CreateToken(), List(), Revoke() };

    private static Command CreateToken()
    {
        var (file, roles) = (FileOption(), Enum.GetValues<AccessRole>().Select(PlainText.Word).ToArray());
        var name = new Option<string>("--name") { Description = "Whose it is; audit.log says so.", Required = true, HelpName = "NAME" };
        var role = new Option<string>("--role")
        {
            Description = "viewer looks; operator also steers runs and nodes; admin also deletes runs and puts members out.",
            Required = true,
            HelpName = "ROLE"
        };
        role.AcceptOnlyFromAmong(roles);
        var days = new Option<int?>("--days") { Description = "How long it is valid; for ever when left out.", HelpName = "N" };
        var command = new Command("create", "Makes a token and prints it, this once: only a hash of it is kept.") { role, name, days, file };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(days) is < 1 or > 3650)
                throw new RefusedInputException("--days: a token lives from 1 to 3650 days.");
            var tokens = new TokenFile(parsed.GetRequiredValue(file));
            var token = tokens.Add(parsed.GetRequiredValue(name), Enum.Parse<AccessRole>(parsed.GetRequiredValue(role), ignoreCase: true),
                TimeProvider.System.GetUtcNow(), parsed.GetValue(days));
            Console.WriteLine(token);
            Console.Error.WriteLine($"Its owner puts it into PBM_TOKEN, or into a file for --token-file. Seeds that use {tokens.Path} "
                + "(--tokens) take it from now on.");
        });
        return command;
    }

    private static Command List()
    {
        var file = FileOption();
        var command = new Command("list", "Shows the names and roles of the tokens there are.") { file };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            Console.WriteLine(TokenText.List(new TokenFile(parsed.GetRequiredValue(file)).Read(), now));
        });
        return command;
    }

    private static Command Revoke()
    {
        var (file, name) = (FileOption(), new Argument<string>("NAME") { Description = "Whose token." });
        var command = new Command("revoke", "Takes a token out: seeds refuse it from the next command on.") { name, file };
        command.SetAction(parsed =>
        {
            new TokenFile(parsed.GetRequiredValue(file)).Revoke(parsed.GetRequiredValue(name));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parsed.GetRequiredValue(name)} revoked"));
        });
        return command;
    }

    private static Option<string> FileOption() => new("--file")
    {
        Description = $"Where the hashes are kept; {TokenFile.EnvironmentVariable} says it too.",
        DefaultValueFactory = _ => UsualFile,
        HelpName = "FILE",
    };
}
