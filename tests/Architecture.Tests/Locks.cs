using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>
/// The lock files, from which what is shipped is restored, say what the projects and Directory.Packages.props say
/// (docs/decisions/0008-analyzers-and-lock-files.md).
/// </summary>
public sealed class Locks
{
    private const string Again = "dotnet restore src/Programs.slnf -p:Locked=update";

    [Fact]
    public void Each_project_of_src_has_its_lock_and_no_other()
    {
        var projects = Project.All.Values.Where(project => project.IsInSrc).Select(project => $"build/locks/{project.Name}.lock.json");
        Assert.Equal(projects.Order(StringComparer.Ordinal), Repository.Files("build/locks", "*.json"));
    }

    [Fact]
    public void A_lock_has_the_versions_that_are_asked_for()
    {
        var asked = XDocument.Parse(Repository.Read("Directory.Packages.props"));
        var versions = asked.Descendants("PackageVersion").ToDictionary(
            item => (string)item.Attribute("Include")!,
            item => ((string)item.Attribute("Version")!).Replace("$(AkkaVersion)", asked.Descendants("AkkaVersion").Single().Value, StringComparison.Ordinal),
            StringComparer.OrdinalIgnoreCase);
        Assert.Empty(from file in Repository.Files("build/locks", "*.json")
                     from package in Direct(file)
                     where versions.GetValueOrDefault(package.Name) != package.Version
                     select $"{file}: {package.Name} {package.Version}, and {versions.GetValueOrDefault(package.Name) ?? "none"} is asked "
                         + $"for. Please type: {Again}");
    }

    [Fact]
    public void A_lock_has_each_package_that_its_project_names()
    {
        Assert.Empty(from project in Project.All.Values
                     where project.IsInSrc
                     let locked = Direct($"build/locks/{project.Name}.lock.json").Select(package => package.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
                     from package in project.Packages
                     where !locked.Contains(package)
                     select $"{project.Name} has {package}, and its lock has not. Please type: {Again}");
    }

    private static IEnumerable<(string Name, string Version)> Direct(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        return (from framework in json.RootElement.GetProperty("dependencies").EnumerateObject()
                from package in framework.Value.EnumerateObject()
                where package.Value.GetProperty("type").GetString() is "Direct" or "CentralTransitive"
                select (package.Name, package.Value.GetProperty("resolved").GetString()!)).Distinct().ToList();
    }
}
