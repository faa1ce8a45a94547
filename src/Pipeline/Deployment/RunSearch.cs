using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Deployment;

/// <summary>Finds a run on disk by what a person calls it.</summary>
public static class RunSearch
{
    /// <param name="name">Its id, a beginning of it or a name that only one run has, <c>last</c>, or the path of its folder.</param>
    /// <exception cref="RefusedInputException">There is no such run, or more than one.</exception>
    public static RunFolder Find(string workspace, string name)
    {
        if (File.Exists(Path.Combine(name, RunFolder.SpecificationName)))
        {
            var folder = new DirectoryInfo(Path.GetFullPath(name));
            return folder.Parent is { Name: RunFolder.Runs, Parent: { } home }
                ? new RunFolder(home.FullName, new RunId(folder.Name))
                : throw new RefusedInputException(
                    $"{name}: a run's folder lies in <workspace>/runs/. Name the run and its workspace: --run ID --workspace DIR.");
        }
        string[] known = [.. RunFolder.AllIn(workspace).Where(run => File.Exists(run.Specification)).Select(run => run.Run.Value)];
        if (known.Length == 0)
            throw new RefusedInputException($"{Path.GetFullPath(workspace)}: there is no run in this workspace. Name another with --workspace.");
        string[] found = name == "last" ? [known[^1]] : known.Contains(name) ? [name] : [.. known.Where(run => run.StartsWith(name, StringComparison.Ordinal))];
        if (found.Length == 0)
            found = [.. known.Where(run => NameOf(new RunFolder(workspace, new RunId(run))) == name)];
        return found switch
        {
            [var only] => new RunFolder(workspace, new RunId(only)),
            [] =>
                throw new RefusedInputException(
                    $"There is no run '{name}' in {Path.GetFullPath(workspace)}. Its runs: {string.Join(", ", known.TakeLast(10))}."),
            _ when !found[0].StartsWith(name, StringComparison.Ordinal) => throw new RefusedInputException(
                $"'{name}' is the name of {found.Length} runs: {string.Join(", ", found.TakeLast(10))}. Write the id of one."),
            _ => throw new RefusedInputException($"'{name}' is the beginning of {found.Length} runs: {string.Join(", ", found.Take(10))}. Write more of it."),
        };
    }

    /// <returns>Null: its specification cannot be read, as of a run that was copied by halves.</returns>
    private static string? NameOf(RunFolder run)
    {
        try
        {
            return RunYaml.ReadAccepted(run.Specification).Name;
        }
        catch (SpecificationException)
        {
            return null;
        }
    }
}
