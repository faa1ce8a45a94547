using System.Xml.Linq;

namespace AxSpa.Architecture.Tests;

/// <summary>What one csproj file says it needs.</summary>
/// <param name="Path">Relative to the repository's root.</param>
/// <param name="References">Projects whose assemblies it compiles against; those it only wants built first are left out.</param>
/// <param name="PinnedPackages">Packages whose version stands in the project itself instead of Directory.Packages.props.</param>
internal sealed record Project(
    string Name, string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages, IReadOnlyList<string> PinnedPackages)
{
    public bool IsInSrc => Path.StartsWith("src/", StringComparison.Ordinal);

    public static IReadOnlyDictionary<string, Project> All { get; } =
        Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj")).Concat(Repository.Files("benchmarks", "*.csproj"))
            .Select(Load).ToDictionary(project => project.Name);

    /// <summary>The project itself and every project it reaches through references.</summary>
    public IReadOnlyCollection<Project> Closure()
    {
        var reached = new Dictionary<string, Project>();
        var waiting = new Queue<Project>([this]);
        while (waiting.TryDequeue(out var project))
            if (reached.TryAdd(project.Name, project))
                foreach (var reference in project.References)
                    waiting.Enqueue(All[reference]);
        return reached.Values;
    }

    public IEnumerable<string> PackagesInClosure() => Closure().SelectMany(project => project.Packages).Distinct().Order(StringComparer.Ordinal);

    private static Project Load(string path)
    {
        var items = XDocument.Parse(Repository.Read(path)).Descendants().ToList();
        var packages = items.Where(item => item.Name.LocalName == "PackageReference").ToList();
        return new Project(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            [.. items.Where(item => item.Name.LocalName == "ProjectReference" && Value(item, "ReferenceOutputAssembly") != "false")
                .Select(item => System.IO.Path.GetFileNameWithoutExtension(Value(item, "Include")!.Replace('\\', '/')))],
            [.. packages.Select(item => Value(item, "Include")).OfType<string>()],
            [.. packages.Where(item => (Value(item, "Version") ?? Value(item, "VersionOverride")) is not null).Select(item => Value(item, "Include")!)]);
    }

    private static string? Value(XElement item, string name) =>
        item.Attribute(name)?.Value ?? item.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
