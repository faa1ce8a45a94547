using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AxSpa.Support;

/// <summary>
/// A PostgreSQL server of the test's own: real processes on loopback, with data in a temporary folder and a database
/// <c>axspa</c>. It can be stopped, started again and frozen; only what it started is ever ended.
/// </summary>
/// <remarks>Linked into the test projects that need it. The server refuses to run as root: there it runs as the user <c>postgres</c>.</remarks>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-postgres-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _server;

    private PostgresServer(string address) => Address = address;

    /// <summary>Where clients reach it; loopback, or this machine's end of a bridge that a test made.</summary>
    public string Address { get; }

    public int Port { get; } = FreePort.Next();

    /// <summary>Its first process, by which its others are found.</summary>
    public int ProcessId => _server!.Id;

    public string Password { get; } = Guid.NewGuid().ToString("N");

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture,
        $"Host={Address};Port={Port};Username=postgres;Password={Password};Database=axspa");

    public string Uri => string.Create(CultureInfo.InvariantCulture, $"postgres://postgres:{Password}@{Address}:{Port}/axspa");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes the data folder and the database, and starts the server.</summary>
    public static PostgresServer Create(string address = "127.0.0.1")
    {
        var server = new PostgresServer(address);
        try
        {
            var password = Path.Combine(server._folder, "password");
            File.WriteAllText(password, server.Password);
            if (Environment.IsPrivilegedProcess)
                server.Finish(Process.Start("chown", ["-R", "postgres:postgres", server._folder])!);
            server.Run("initdb", "-D", server.Data, "-U", "postgres", "--pwfile", password, "-A", "scram-sha-256", "--locale=C", "--encoding=UTF8",
                "--no-sync");
            if (address != "127.0.0.1")
                File.AppendAllText(Path.Combine(server.Data, "pg_hba.conf"), $"host all all {address}/24 scram-sha-256\n");
            server.Start();
            server.Query("create database axspa", "postgres");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server, again after <see cref="Stop"/>, and waits until it answers.</summary>
    public void Start()
    {
        _server = Launch("postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c",
            $"listen_addresses={string.Join(',', new[] { "127.0.0.1", Address }.Distinct())}", "-c", "unix_socket_directories=");
        _server.OutputDataReceived += (_, line) => Note(line.Data);
        _server.ErrorDataReceived += (_, line) => Note(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        var waited = Stopwatch.StartNew();
        while (!Answers())
        {
            if (_server.HasExited || waited.Elapsed > Patience)
                throw new InvalidOperationException($"The PostgreSQL server did not start within {waited.Elapsed.TotalSeconds:0} s. It said: {Log}");
            Thread.Sleep(50);
        }
    }

    /// <summary>Ends the server in order; immediately: without a checkpoint, as in a crash, so that the next start recovers.</summary>
    public void Stop(bool immediate = false)
    {
        if (_server is null || _server.HasExited)
            return;
        Thaw(); // a stopped process does not act on the signal
        Signal(immediate ? "-QUIT" : "-INT", _server.Id);
        if (!_server.WaitForExit(Patience))
            throw new TimeoutException($"The PostgreSQL server did not stop within {Patience.TotalSeconds:0} s. It said: {Log}");
    }

    /// <summary><c>SIGSTOP</c> to the server and all its processes: connections stay open and nobody answers, as when its machine hangs.</summary>
    public void Freeze()
    {
        Signal("-STOP", _server!.Id); // first, so that no new child appears
        foreach (var child in Children())
            Signal("-STOP", child);
    }

    public void Thaw()
    {
        foreach (var child in Children())
            Signal("-CONT", child);
        Signal("-CONT", _server!.Id);
    }

    /// <returns>What psql prints: one line per row, columns separated by <c>|</c>.</returns>
    public string Query(string sql, string database = "axspa") =>
        Run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d",
            database, "-c", sql);

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public void Dispose()
    {
        if (_server is { HasExited: false })
        {
            Thaw();
            Signal("-QUIT", _server.Id);
            if (!_server.WaitForExit(TimeSpan.FromSeconds(10)))
                _server.Kill();
            _server.WaitForExit();
        }
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        using var asked = Launch("pg_isready", "-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture));
        asked.StandardOutput.ReadToEnd();
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }

    private string Run(string program, params string[] arguments)
    {
        using var started = Launch(program, arguments);
        return Finish(started);
    }

    private string Finish(Process started)
    {
        if (!started.StartInfo.RedirectStandardOutput)
        {
            started.WaitForExit();
            return started.ExitCode == 0 ? "" : throw new InvalidOperationException($"{started.StartInfo.FileName} ended with {started.ExitCode}.");
        }
        var errors = started.StandardError.ReadToEndAsync();
        var output = started.StandardOutput.ReadToEnd();
        started.WaitForExit();
        return started.ExitCode == 0 ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"{string.Join(' ', started.StartInfo.ArgumentList)} ended with {started.ExitCode}: {errors.Result}{Log}");
    }

    private Process Launch(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries(), program);
        // setpriv becomes the program, so that the process we hold is the server itself.
        string[] line = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments]
            : [path, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // the other user may not enter ours
            UseShellExecute = false,
        };
        start.Environment["PGPASSWORD"] = Password;
        start.Environment["PGCONNECT_TIMEOUT"] = "10";
        return Process.Start(start)!;
    }

    /// <summary>Where Debian and Ubuntu put the programs of the server, which is not in PATH: the newest version there is.</summary>
    private static string Binaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .MaxBy(folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), CultureInfo.InvariantCulture, out var version) ? version : 0)
        ?? throw new InvalidOperationException(
            "There is no PostgreSQL server under /usr/lib/postgresql. Please type: apt-get install postgresql (./axspa test does that as root).");

    private List<int> Children() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) && ParentOf(id) == _server!.Id)
        .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    private static int ParentOf(int process)
    {
        try
        {
            // pid (name) state ppid …; the name may hold anything, so read from its last bracket on.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has ended meanwhile
        }
    }

    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo(
            "kill", [signal, process.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardError = true })!;
        kill.StandardError.ReadToEnd(); // a child may have ended meanwhile
        kill.WaitForExit();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.Append(line).Append('\n');
    }
}
