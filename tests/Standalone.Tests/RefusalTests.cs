using System.Net;
using System.Net.Sockets;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>What a careless person would do: exit code 2, a sentence that helps, and nothing half-written.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-refusals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Workspace => Path.Combine(_folder, "ws");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Specification(string clinical = "c.csv", string more = "") =>
        Write("run.yaml", $"name: refused\ncohort:\n  clinical: {clinical}\n  label: {{ column: label }}\n{more}");

    private static string Table(int rows) =>
        "patient_id,label,age\n" + string.Concat(Enumerable.Range(1, rows).Select(row => $"p{row},{row % 2},{30 + row}\n"));

    private void IsRefused(string[] arguments, params string[] says)
    {
        var (code, output, errors) = AxspaProcess.Run([.. arguments, "--workspace", Workspace, "--pbm-port", "off"], null);
        Assert.True(code == 2, $"exit code {code}: {errors}");
        Assert.Empty(output);
        Assert.All(says, text => Assert.Contains(text, errors));
        Assert.DoesNotContain("   at ", errors);
        Assert.False(Directory.Exists(Path.Combine(Workspace, "runs")) && Directory.EnumerateFileSystemEntries(Path.Combine(Workspace, "runs")).Any(),
            "a folder of the refused run is left");
    }

    [Theory]
    [InlineData("sed", "There is no command 'axspa sed'. Did you mean 'seed'?\n'axspa --help' shows what can be said.\n")]
    [InlineData("tokens crate", "There is no command 'axspa tokens crate'. Did you mean 'create'?\n'axspa tokens --help' shows what can be said.\n")]
    [InlineData("seed --prt 4053", "axspa seed: there is no option --prt. Did you mean '--port'?\n'axspa seed --help' shows what can be said.\n")]
    [InlineData("seed 4053", "axspa seed: '4053' is one word too many.\n'axspa seed --help' shows what can be said.\n")]
    [InlineData("seed --port fourty", "'axspa seed --help' shows what can be said.\n")]
    [InlineData("tokens", "'axspa tokens --help' shows what can be said.\n")]
    public void A_mistyped_word_is_answered_with_the_one_that_was_meant(string line, string says)
    {
        var (code, output, errors) = AxspaProcess.Run(line.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith(says, errors);
    }

    [Fact]
    public void Help_calls_the_program_by_the_name_that_is_typed() =>
        Assert.Contains("Usage:\n  axspa tokens create [options]\n", AxspaProcess.Run("tokens", "create", "--help").Out);

    [Fact]
    public void A_missing_specification_is_named() => IsRefused(["run", Path.Combine(_folder, "nowhere.yaml")], "nowhere.yaml");

    [Fact]
    public void An_unknown_key_is_refused_with_its_line() => IsRefused(["run", Specification(more: "epochz: 3\n")], "run.yaml", "5", "epochz");

    [Fact]
    public void A_value_out_of_range_is_refused_with_its_line() => IsRefused(["run", Specification(more: "folds: 1\n")], "run.yaml", "5", "folds");

    [Fact]
    public void A_pipe_instead_of_a_specification_or_a_table_is_refused_at_once()
    {
        var pipe = Path.Combine(_folder, "pipe");
        System.Diagnostics.Process.Start("mkfifo", pipe)!.WaitForExit();
        IsRefused(["run", pipe], pipe, "named pipe");
        IsRefused(["run", Specification("pipe")], pipe, "named pipe");
        IsRefused(["run", Specification("/dev/zero")], "/dev/zero", "this is a device");
    }

    [Theory]
    [InlineData("ulimit -n 64", "ulimit -n", "64 open files", "512")]
    [InlineData("ulimit -v 3145728", "ulimit -v", "3072 MiB", "8192 MiB")]
    public void A_limit_of_the_shell_that_no_program_lives_in_is_told_before_one_starts(string limit, params string[] says)
    {
        var (code, output, errors) = AxspaProcess.StartProgram("/bin/bash", ["-c", $"{limit}; exec {Path.Combine(Repository.Root, "axspa")} run x.yaml"]).End();
        Assert.Equal((2, ""), (code, output));
        Assert.All(says, text => Assert.Contains(text, errors));
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public void A_missing_table_is_named() => IsRefused(["run", Specification("gone.csv")], "gone.csv");

    [Fact]
    public void An_empty_table_is_refused()
    {
        Write("c.csv", "");
        IsRefused(["run", Specification()], "c.csv", "empty");
    }

    [Fact]
    public void Text_in_a_numeric_column_is_refused_with_row_column_and_value()
    {
        Write("c.csv", Table(60).Replace("p7,1,37", "p7,1,old"));
        IsRefused(["run", Specification()], "c.csv", "8", "age", "old");
    }

    [Fact]
    public void Too_few_patients_of_a_class_are_refused()
    {
        Write("c.csv", Table(6));
        IsRefused(["run", Specification()], "c.csv");
    }

    [Fact]
    public void A_workspace_that_cannot_be_written_is_named()
    {
        Write("c.csv", Table(60));
        Write("file", "");
        var (code, _, errors) = AxspaProcess.Run("run", Specification(), "--workspace", Path.Combine(_folder, "file", "ws"), "--pbm-port", "off");
        Assert.Equal(2, code);
        Assert.Contains("workspace", errors);
    }

    [Fact]
    public void A_missing_libxgboost_is_told_with_what_to_type()
    {
        Write("c.csv", Table(60));
        var (code, _, errors) = AxspaProcess.Run(
            ["run", Specification(), "--workspace", Workspace, "--pbm-port", "off"],
            new Dictionary<string, string> { ["XGBOOST_LIBRARY"] = Path.Combine(_folder, "nothing.so") });
        Assert.True(code == 2, errors);
        Assert.Contains("xgboost", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_pbm_port_that_is_taken_is_named()
    {
        Write("c.csv", Table(60));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (code, _, errors) = AxspaProcess.Run("run", Specification(), "--workspace", Workspace, "--pbm-port", port);
        Assert.True(code == 2, errors);
        Assert.Contains(port, errors);
    }

    [Fact]
    public void A_cluster_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (code, _, errors) = AxspaProcess.Run("seed", "--port", port, "--seeds", $"127.0.0.1:{port}");
        Assert.Equal(2, code);
        Assert.Contains(port, errors);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("gpunode")]
    public void A_member_that_others_can_reach_does_not_start_without_keys(string role)
    {
        var (code, _, errors) = AxspaProcess.Run(role, "--host", "10.1.2.3");
        Assert.Equal(2, code);
        Assert.Contains("axspa certs create --hosts 10.1.2.3", errors);
        Assert.Contains("--tls DIR", errors);
    }

    [Fact]
    public void A_member_whose_certificate_names_another_host_does_not_start()
    {
        var keys = Path.Combine(_folder, "keys");
        Assert.Equal(0, AxspaProcess.Run("certs", "create", "--out", keys, "--hosts", "10.1.2.4").Code);
        var (code, _, errors) = AxspaProcess.Run("gpunode", "--host", "10.1.2.3", "--tls", keys);
        Assert.Equal(2, code);
        Assert.Contains("names 10.1.2.4, not 10.1.2.3", errors);
    }

    [Fact]
    public void Certificates_are_shown_and_what_expires_soon_is_an_exit_code()
    {
        var keys = Path.Combine(_folder, "keys");
        Assert.Equal(0, AxspaProcess.Run("certs", "create", "--out", keys, "--days", "20").Code);
        var (code, output, _) = AxspaProcess.Run("certs", "show", keys);
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^gpunode\.crt .* gpunode .*127\.0\.0\.1.* \d{4}-\d\d-\d\d  19 +ok$", output);
        Assert.Equal(1, AxspaProcess.Run("certs", "show", keys, "--within", "30").Code);
        Assert.Contains("is there already", AxspaProcess.Run("certs", "create", "--out", keys).Errors);
    }

    [Fact]
    public void Inspecting_DICOM_says_how_it_is_converted()
    {
        var series = Path.Combine(_folder, "series", "1");
        Directory.CreateDirectory(series);
        File.WriteAllBytes(Path.Combine(series, "IM0001"), [.. new byte[128], .. "DICM"u8, .. new byte[400]]);
        File.WriteAllText(Path.Combine(_folder, "x.dcm"), "cut off");
        foreach (var (path, what) in new[]
        {
            (Path.Combine(series, "IM0001"), "is a DICOM file"), (Path.Combine(_folder, "series"), "is a folder with DICOM files"),
            (Path.Combine(_folder, "x.dcm"), "is DICOM by its name"),
        })
        {
            var (code, _, errors) = AxspaProcess.Run("inspect", path);
            Assert.Equal(2, code);
            Assert.Contains(what, errors);
            Assert.Contains("dcm2niix -z y -o nifti", errors);
        }
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("run")]
    [InlineData("run x.yaml --until never")]
    [InlineData("inspect")]
    public void Wrong_usage_is_told_with_the_way_to_help(string line)
    {
        var (code, _, errors) = AxspaProcess.Run(line.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains("--help", errors);
    }

    [Fact]
    public void What_listens_beyond_this_machine_needs_keys_whatever_it_calls_itself()
    {
        var (code, _, errors) = AxspaProcess.Run("seed", "--host", "localhost", "--bind", "0.0.0.0", "--pbm-port", "off");
        Assert.Equal(2, code);
        Assert.Contains("--bind 0.0.0.0", errors);
        Assert.Contains("certs create", errors);
    }
}
