using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;

namespace AxSpa.Hosting.Journals;

/// <summary>
/// A workspace and the journal of its runs belong together: each names the other, and a coordinator that finds another pair refuses to work.
/// </summary>
/// <param name="Folder">What the folder says it is; null: nothing.</param>
/// <param name="HasRuns">Folders of runs lie in it.</param>
public sealed record WorkspaceBinding(string Workspace, WorkspaceIdentity? Folder, bool HasRuns)
{
    public const string Adopt = "--adopt-journal";

    private const string Deliberate = $"If this is meant, start one coordinator once with {Adopt}.";

    /// <summary>Compares both, and binds what is not bound yet: workspaces and journals of earlier versions too.</summary>
    /// <param name="adopt">Binds them to each other, whatever they were bound to.</param>
    /// <param name="adopted">It was, when this process was started: the journal may still be empty, though the workspace holds runs.</param>
    /// <exception cref="RefusedInputException">They do not belong together; the message says what can be done.</exception>
    /// <exception cref="JournalAwayException">The journal does not answer.</exception>
    /// <exception cref="IOException">The workspace cannot be read or written.</exception>
    public static Task Bind(Journal journal, string workspace, bool adopt, CancellationToken stop, bool adopted = false) => journal.Bind(identity =>
    {
        var binding = In(workspace, adopt);
        binding = binding with { HasRuns = binding.HasRuns && !adopted };
        var bound = binding.With(identity, journal.Name, adopt);
        if (bound != binding.Folder)
            bound.Write(workspace);
        // A share that goes away later is missed, and not taken for a new workspace.
        KnownWorkspaces.Expect(workspace, bound.Workspace);
        return bound.Workspace;
    }, stop);

    /// <summary>The same at the start of a process, where a journal that is away is waited for.</summary>
    /// <param name="say">Hears why it waits.</param>
    /// <exception cref="RefusedInputException">They do not belong together, or cannot be used.</exception>
    public static async Task BindAtStart(Journal journal, string workspace, bool adopt, Action<string> say, CancellationToken stop)
    {
        while (true)
        {
            await journal.WaitUntilReady(say, stop);
            try
            {
                await Bind(journal, workspace, adopt, stop);
                return;
            }
            catch (JournalAwayException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop); // it went away in between
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                throw new RefusedInputException(
                    $"{workspace}: the workspace cannot be used ({trouble.Message}). Is the shared folder mounted, and may this user write there?", trouble);
            }
        }
    }

    /// <summary>Whether both are still what they were. Nothing is changed, and a workspace that is away for a moment is no other one.</summary>
    /// <exception cref="RefusedInputException">They are not; the message says what can be done.</exception>
    /// <exception cref="JournalAwayException">The journal does not answer.</exception>
    /// <exception cref="IOException">The workspace cannot be read.</exception>
    public static async Task Compare(Journal journal, string workspace, CancellationToken stop)
    {
        var identity = await journal.Identity(stop);
        if (In(workspace, adopt: false) is not { Folder: { } folder } binding)
            return;
        if (identity is null)
            throw new RefusedInputException(AnotherJournal(workspace, folder, journal.Name, "has no identity: it was made anew"));
        binding.With(identity, journal.Name, adopt: false);
    }

    /// <summary>The same for a check of health.</summary>
    /// <returns>For people, what is wrong; null: nothing, or the workspace cannot be asked just now, which is told as its own trouble.</returns>
    /// <exception cref="RefusedInputException">They are not what they were.</exception>
    public static async Task<string?> Trouble(Journal journal, string workspace, CancellationToken stop)
    {
        try
        {
            if (await journal.Trouble(stop) is { } trouble)
                return trouble;
            await Compare(journal, workspace, stop);
            return null;
        }
        catch (JournalAwayException away)
        {
            return away.Message;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="name">The journal's, for people.</param>
    /// <returns>What the folder has to say from now on.</returns>
    /// <exception cref="RefusedInputException">They do not belong together.</exception>
    public WorkspaceIdentity With(JournalIdentity journal, string name, bool adopt) =>
        adopt ? new WorkspaceIdentity(Folder?.Workspace ?? JournalIdentity.NewId(), journal.Journal)
        : journal.IsEmpty && HasRuns ? throw new RefusedInputException(
            $"{Workspace} holds runs, and the journal {name} is empty: it was deleted, or is another one. Nothing is computed again without a word: "
            + $"restore the journal, name the right one, or use another workspace. {Deliberate} Its runs are then unknown, and their folders stay.")
        : Folder is null ? WithoutIdentity(journal, name)
        : Folder.Journal != journal.Journal
            ? throw new RefusedInputException(AnotherJournal(Workspace, Folder, name, $"is {JournalIdentity.Short(journal.Journal)}"))
        : journal.Workspace is { } other && other != Folder.Workspace ? throw new RefusedInputException(
            $"The journal {name} belongs to another workspace ({JournalIdentity.Short(other)}) than {Workspace} ({JournalIdentity.Short(Folder.Workspace)}). "
            + $"Name that workspace, or give this one its own journal. {Deliberate}")
        : Folder;

    /// <summary>A new folder, one of an earlier version, or a place where the shared folder is not mounted.</summary>
    private WorkspaceIdentity WithoutIdentity(JournalIdentity journal, string name) => journal is { Workspace: { } other, IsEmpty: false }
        ? throw new RefusedInputException(
            $"{Workspace} has no {WorkspaceIdentity.FileName}, and the journal {name} belongs to the workspace {JournalIdentity.Short(other)}. "
            + $"Is the shared folder mounted there? Else restore {WorkspaceIdentity.FileName}, or give this folder a journal of its own. {Deliberate}")
        : new WorkspaceIdentity(journal.Workspace ?? JournalIdentity.NewId(), journal.Journal);

    private static string AnotherJournal(string workspace, WorkspaceIdentity folder, string journal, string isWhat) =>
        $"The workspace {workspace} belongs to the journal {JournalIdentity.Short(folder.Journal)}, and the journal {journal} {isWhat}. "
        + $"Name the workspace's own journal, restore it, or use another workspace. {Deliberate}";

    private static WorkspaceBinding In(string workspace, bool adopt)
    {
        try
        {
            return new WorkspaceBinding(workspace, WorkspaceIdentity.Read(workspace), RunFolder.AllIn(workspace).Any());
        }
        catch (InvalidDataException damaged)
        {
            return adopt
                ? new WorkspaceBinding(workspace, null, false)
                : throw new RefusedInputException($"{damaged.Message} Restore the file. {Deliberate}", damaged);
        }
    }
}
