using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PublicApiGenerator;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>
/// What a branch or a fusion method from outside src stands on: the public members of every type that tests/Extension names. The approved text says what
/// somebody else's program may rely on, and a change of it is seen in review. All other public types are public for the rooms beside them only.
/// </summary>
public sealed class ExtensionApi
{
    private const string Approved = "tests/Extension/api.txt";

    [Fact]
    public void What_an_extension_stands_on_changes_only_on_purpose()
    {
        var extension = Built("Extension", "AxSpa.Extension.dll");
        var used = Used(extension);
        Assert.NotEmpty(used);
        var text = string.Join('\n', used.GroupBy(type => type.Assembly, type => type.Name).OrderBy(types => types.Key, StringComparer.Ordinal).Select(Text))
            + "\n";
        var received = Path.Combine(AppContext.BaseDirectory, "api.txt");
        File.WriteAllText(received, text);
        Assert.True(Repository.Read(Approved) == text,
            $"{Approved} is not what the build has. Please look at the difference, and where it is meant, type: cp {received} {Approved}");
    }

    private static string Text(IGrouping<string, string> types)
    {
        var assembly = Assembly.LoadFrom(Built(types.Key["AxSpa.".Length..], $"{types.Key}.dll"));
        return ApiGenerator.GeneratePublicApi(assembly, new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            IncludeTypes = [.. types.Select(name => assembly.GetType(name, throwOnError: true)!)],
        }).ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Nested types come with their outer ones.</summary>
    private static List<(string Assembly, string Name)> Used(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. from handle in metadata.TypeReferences
                   let type = metadata.GetTypeReference(handle)
                   where type.ResolutionScope.Kind == HandleKind.AssemblyReference
                   let assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
                   where assembly.StartsWith("AxSpa.", StringComparison.Ordinal)
                   select (assembly, $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];
    }

    private static string Built(string room, string name)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = new DirectoryInfo(Path.Combine(configuration.Parent!.Parent!.FullName, room));
        var found = folder.Exists
            ? folder.GetDirectories($"{configuration.Name}*").Select(built => Path.Combine(built.FullName, name)).FirstOrDefault(File.Exists)
            : null;
        if (found is null)
            Assert.Skip($"needs {room} built in the same configuration ({configuration.Name}); ./axspa test does that");
        return found!;
    }
}
