using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>
/// Whoever decides by an enum of ours names every member: a new one then does not compile until everybody has said what it means (CS8509 is an error), where
/// a discard would take it for something else in silence. The compiler says nothing of a switch statement; there, the default throws.
/// </summary>
public sealed class EnumSwitches
{
    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview);

    [Fact]
    public void No_switch_over_an_enum_of_ours_discards()
    {
        var sources = Repository.Files("src", "*.cs").Select(path => (Path: path, Text: Repository.Read(path))).ToList();
        Assert.Empty(Discards(sources, Libraries()));
    }

    [Theory]
    [InlineData("int Of(Colour c) => c switch { Colour.Red => 1, _ => 2 };", 1)]
    [InlineData("int Of(Colour? c) => c switch { Colour.Red => 1, null => 2, _ => 3 };", 1)]
    [InlineData("int Of(Colour c) => c switch { Colour.Red => 1, var other => (int)other };", 1)]
    [InlineData("int Of(Colour c) { switch (c) { case Colour.Red: return 1; default: return 2; } }", 1)]
    [InlineData("int Of(Colour c) { switch (c) { case Colour.Red: return 1; default: throw new System.Exception(); } }", 0)]
    [InlineData("int Of(Colour c) => c switch { Colour.Red => 1, Colour.Blue => 2 };", 0)]
    [InlineData("int Of(Colour c, bool dark) => c switch { _ when dark => 0, Colour.Red => 1, Colour.Blue => 2 };", 0)]
    [InlineData("int Of(System.DayOfWeek day) => day switch { System.DayOfWeek.Monday => 1, _ => 2 };", 0)]
    public void A_planted_discard_is_seen(string method, int found) =>
        Assert.Equal(found, Discards([("planted.cs", $"enum Colour {{ Red, Blue }} class Planted {{ {method} }}")], Libraries()).Count());

    /// <summary>All sources are bound together: which project an enum is in makes no difference, and what is generated for others is not asked for.</summary>
    private static IEnumerable<string> Discards(IEnumerable<(string Path, string Text)> sources, IEnumerable<MetadataReference> libraries)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Newest, source.Path)).ToList();
        var everywhere = CSharpSyntaxTree.ParseText(ImplicitUsings, Newest);
        var compilation = CSharpCompilation.Create("ours", trees.Append(everywhere), libraries, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return
            from tree in trees
            let model = compilation.GetSemanticModel(tree)
            from node in tree.GetRoot().DescendantNodes()
            let decided = DecidedWithDiscard(node)
            where decided is not null && IsOurs(model.GetTypeInfo(decided).Type, compilation)
            let line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1
            select $"{tree.FilePath}:{line}: {decided} is an enum of ours, and a member that is not named falls to a discard";
    }

    /// <returns>What is decided by, where all that is not named goes one way; null: the node is no such switch.</returns>
    private static ExpressionSyntax? DecidedWithDiscard(SyntaxNode node) => node switch
    {
        SwitchExpressionSyntax expression when expression.Arms.Any(arm => arm.WhenClause is null && arm.Pattern is DiscardPatternSyntax or VarPatternSyntax) =>
            expression.GoverningExpression,
        SwitchStatementSyntax statement when statement.Sections.Any(IsDefaultThatGoesOn) => statement.Expression,
        _ => null,
    };

    private static bool IsDefaultThatGoesOn(SwitchSectionSyntax section) =>
        section.Labels.Any(label => label is DefaultSwitchLabelSyntax) && section.Statements is not [ThrowStatementSyntax];

    private static bool IsOurs(ITypeSymbol? type, Compilation compilation)
    {
        var plain = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return plain is { TypeKind: TypeKind.Enum } && SymbolEqualityComparer.Default.Equals(plain.ContainingAssembly, compilation.Assembly);
    }

    /// <summary>What the programs are built with, and the framework's own.</summary>
    private static ImmutableArray<MetadataReference> Libraries()
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var beside = new[] { "artifacts/bin/Standalone/release", "artifacts/bin/Trainer/release_linux-x64" }.SelectMany(folder => Repository.Files(folder, "*.dll"))
            .Where(path => !Path.GetFileName(path).StartsWith("AxSpa.", StringComparison.Ordinal) && !path.Contains("/runtimes/", StringComparison.Ordinal))
            .Select(path => Path.Combine(Repository.Root, path));
        return
        [
            .. framework.Concat(beside).DistinctBy(Path.GetFileName).Where(IsManaged)
                .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
        ];
    }

    private static bool IsManaged(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return file.PEHeaders.PEHeader is not null && file.HasMetadata;
    }

    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;
}
