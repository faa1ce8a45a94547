using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Scoring;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa score FILE.csv</c>: every figure of a table of outcomes and probabilities, whoever made them.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var file =
            new Argument<string>("FILE.csv")
            {
                Description = "A table with a column of outcomes and columns of probabilities, such as a run's predictions.csv."
            };
        var label = new Option<string>("--label") { Description = "The column of outcomes.", DefaultValueFactory = _ => "label", HelpName = "COL" };
        var positive = Several("--positive", "VALUE", "An outcome that counts as a case; may be said several times. Without it the column holds 0 and 1.");
        var probability = Several("--probability", "COL",
            "A column of probabilities; several are compared, paired. Without it: probability, and all that end in _probability.");
        var patient = new Option<string?>("--patient")
        {
            Description = "The column that says whose row it is: rows of one patient are drawn together. Without it: patient_id, where there is one.",
            HelpName = "COL"
        };
        var subgroup = Several("--subgroup", "COL", "A column whose groups get figures of their own; age:30,45 makes bands.");
        var where = Several("--where", "COL=VALUE", "Only rows in which the column holds the value, such as set=test.");
        var threshold = Several("--threshold", "X|youden",
            "Positive from here on: a number, or youden (chosen on these very rows). COL=X for one model. 0.5 without it.");
        var bootstrap = new Option<int>("--bootstrap")
        {
            Description = "Draws for the intervals.",
            DefaultValueFactory = _ => new ScoreOptions().Bootstrap,
            HelpName = "N"
        };
        var confidence = new Option<double>(
            "--confidence")
        { Description = "Of the intervals.", DefaultValueFactory = _ => new ScoreOptions().Confidence, HelpName = "X" };
        var decisionRange = new Option<string>("--decision-range")
        {
            Description = "Lowest and highest threshold probability of the decision curves.",
            DefaultValueFactory = _ => "0.05,0.60",
            HelpName = "LOW,HIGH"
        };
        var randomSeed = SharedOptions.RandomSeed();
        var output = new Option<string>("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("table", "json");
        var folder = new Option<string?>("--out") { Description = "Writes metrics.txt, metrics.json and the pictures into this folder.", HelpName = "DIR" };
        var command = new Command("score", "Judges any table of outcomes and probabilities: all figures of a run's report, paired between the columns.")
        {
            file, label, positive, probability, patient, subgroup, where, threshold, bootstrap, confidence, decisionRange, randomSeed, output, folder,
        };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(folder) is { } named ? ScoreFolder.Open(named) : null;
            var report = Report(parsed.GetRequiredValue(file), new ScoreOptions
            {
                Label = parsed.GetRequiredValue(label),
                Positive = [.. parsed.GetValue(positive) ?? []],
                Probabilities = [.. parsed.GetValue(probability) ?? []],
                Patient = parsed.GetValue(patient),
                Subgroups = [.. parsed.GetValue(subgroup) ?? []],
                Where = [.. parsed.GetValue(where) ?? []],
                Thresholds = [.. parsed.GetValue(threshold) ?? []],
                Bootstrap = InRange("--bootstrap", parsed.GetRequiredValue(bootstrap), 20, 1_000_000),
                Confidence = InRange("--confidence", parsed.GetRequiredValue(confidence), 0.5, 0.999),
                DecisionRange = DecisionRange(parsed.GetRequiredValue(decisionRange)),
                RandomSeed = parsed.GetRequiredValue(randomSeed),
            });
            target?.Write(report);
            Console.Out.Write(parsed.GetRequiredValue(output) == "json"
                ? System.Text.Encoding.UTF8.GetString(MetricsJson.Render(report))
                : MetricsText.Render(report));
        });
        return command;
    }

    private static EvaluationReport Report(string path, ScoreOptions options)
    {
        if (Directory.Exists(path) || !File.Exists(path))
            throw new RefusedInputException(
                $"{path}: {(Directory.Exists(path) ? "is a folder. Name the CSV file in it" : "there is no such file")}.{MistypedPath.Hint(path)}");
        return ScoreReport.Of(ScoreTable.Read(path, options), options);
    }

    private static Option<string[]> Several(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help, Arity = ArgumentArity.OneOrMore };

    private static ImmutableArray<double> DecisionRange(string text) =>
        text.Split(',')
            .Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
            .ToArray() is [var low, var high] &&
        low >= 0.01 && low < high && high <= 0.99
            ? [low, high]
            : throw new RefusedInputException($"--decision-range {text}: must be two numbers from 0.01 to 0.99, the lower first, such as "
            + $"0.05,0.60.{DecimalComma.InList(text.Split(',').Length, 2)}");

    private static T InRange<T>(string option, T value, T least, T most) where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
        ? value
        : throw new RefusedInputException(FormattableString.Invariant($"{option} {value}: must be from {least} to {most}."));
}
