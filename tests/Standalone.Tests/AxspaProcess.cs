using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AxSpa.Standalone.Tests;

/// <summary>The built <c>axspa</c> program as a real process: what a person would start.</summary>
internal sealed class AxspaProcess : IDisposable
{
    private readonly StringBuilder _out = new(), _errors = new();
    private readonly Process _process;

    private AxspaProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_out, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static AxspaProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        StartProgram(ProgramOf("Standalone"), arguments, environment);

    public static AxspaProcess StartProgram(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What these seeds are told is nobody's business on this machine.
        start.Environment["AXSPA_AUDIT"] = "off";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new AxspaProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static (int Code, string Out, string Errors) Run(params string[] arguments) => Run(arguments, null);

    public static (int Code, string Out, string Errors) Run(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        using var process = Start(arguments, environment);
        return process.End();
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>All that it has printed, which a container would keep as its log.</summary>
    public string Said
    {
        get
        {
            lock (_out)
                return _out + Errors;
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>What the port for health and metrics answers at this path; the process said at its start which port it is.</summary>
    public async Task<string> Asked(string path, CancellationToken stop)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(Regex.Match(Errors, @"Health and metrics: (http://[\d.:]+)").Groups[1].Value + path, stop);
        return await answer.Content.ReadAsStringAsync(stop);
    }

    public (int Code, string Out, string Errors) End()
    {
        if (!_process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            _process.Kill();
            throw new TimeoutException($"axspa did not end within 4 minutes. It said: {Errors}");
        }
        _process.WaitForExit();
        return (_process.ExitCode, _out.ToString(), _errors.ToString());
    }

    /// <summary>Waits until something is so, looking often; fails with what the process said when it never is.</summary>
    /// <param name="progress">As long as this changes it goes on waiting.</param>
    public void Until(Func<bool> holds, string what, Func<object>? progress = null)
    {
        var (patience, look, before) = (Stopwatch.StartNew(), Stopwatch.StartNew(), progress?.Invoke());
        while (!holds())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"axspa ended with {_process.ExitCode} before {what}. It said: {Errors}");
            if (progress?.Invoke() is { } now && !now.Equals(before))
            {
                before = now;
                patience.Restart();
            }
            if (patience.Elapsed > TimeSpan.FromMinutes(2))
                throw new TimeoutException($"Waited 2 minutes for: {what}. axspa said: {Errors}");
            // A look may be a whole program: what is waited for needs the cores more.
            Thread.Sleep(TimeSpan.FromMilliseconds(Math.Clamp(2 * look.ElapsedMilliseconds, 20, 250)));
            look.Restart();
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Interrupt() => Signal("INT");

    public void Signal(string name) => Signal(name, _process.Id);

    public static void Signal(string name, int processId) => Process.Start("kill", [$"-{name}", $"{processId}"])!.WaitForExit();

    /// <summary>The processes that this one started and that live: a GPU node's trainers.</summary>
    public int[] Children =>
        [.. Directory.GetDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name.All(char.IsAsciiDigit))
            .Select(int.Parse)
            .Where(IsChild)
            .Order()];

    private bool IsChild(int processId)
    {
        try
        {
            // 4711 (a name, perhaps with spaces) S 4710 …: state, then the parent.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var words = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return words[0] != "Z" && words[1] == $"{_process.Id}";
        }
        catch (IOException)
        {
            return false; // it has ended meanwhile
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    /// <summary>…/bin/Standalone.Tests/release/ → …/bin/Standalone/release/AxSpa.Standalone</summary>
    public static string ProgramOf(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"AxSpa.{project}");
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }
}
