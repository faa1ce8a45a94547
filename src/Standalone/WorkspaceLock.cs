using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;

namespace AxSpa.Standalone;

/// <summary>
/// The right of one process to work in a workspace. The lock is the operating system's, on an open file: it ends with the
/// process however that dies, so nothing stale is ever left behind.
/// </summary>
internal sealed class WorkspaceLock : IDisposable
{
    private readonly FileStream _lock;

    private WorkspaceLock(FileStream file) => _lock = file;

    /// <exception cref="RefusedInputException">Another process holds it, or the folder cannot be written.</exception>
    public static WorkspaceLock Take(string workspace)
    {
        var path = Path.Combine(workspace, WorkspaceNames.Lock);
        var owner = Path.Combine(workspace, WorkspaceNames.Owner);
        try
        {
            Directory.CreateDirectory(workspace);
            // Opened first without a lock: to tell "no rights" from "somebody else has it".
            using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { }
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Taken(workspace, owner);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException(
                $"{workspace}: the workspace cannot be written ({trouble.Message}). Name another folder with --workspace.", trouble);
        }
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw Taken(workspace, owner);
        }
        try
        {
            AtomicFile.Write(owner, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            return new WorkspaceLock(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw new RefusedInputException(
                $"{workspace}: the workspace cannot be written ({trouble.Message}). Make room, or name another folder with --workspace.", trouble);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static RefusedInputException Taken(string workspace, string owner)
    {
        var who = File.Exists(owner) ? $"process {File.ReadAllText(owner).Trim()}" : "another process";
        return new RefusedInputException(
            $"{workspace}: {who} is working in this workspace. Wait for it, watch it with pbm, or name another folder with --workspace.");
    }
}
