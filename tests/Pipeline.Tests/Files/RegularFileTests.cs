using System.Diagnostics;
using System.Net.Sockets;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.External;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Deployment;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Files;

/// <summary>A pipe has no end and perhaps no beginning: whoever waits for one waits for ever, with a slot in hand.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Pipe(string name)
    {
        Process.Start("mkfifo", _folder[name])!.WaitForExit();
        return _folder[name];
    }

    /// <summary>Each in a thread of its own, which a pipe without a writer would keep.</summary>
    private static async Task<string> Refused(Action read)
    {
        var reading = Task.Factory.StartNew(() => Assert.ThrowsAny<Exception>(read), TaskCreationOptions.LongRunning);
        return (await reading.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Message;
    }

    [Fact]
    public async Task Every_reader_of_what_somebody_names_refuses_a_pipe_at_once()
    {
        var manifest = MadeModel.Usual.Describe([]);
        foreach (var read in new Action<string>[]
        {
            path => ClinicalTable.Read(path),
            path => NiftiImage.Open(path),
            path => RunYaml.Read(path),
            path => ExternalCohortYaml.Read(path),
            path => BundleReading.Unpack(path, _folder["out"]),
            path => Recalibration.Read(path, manifest),
            path => InputFile.Of("pretrained", "weights", path),
            path => ReadPermit.Free.Open(path),
            path => Provenance.Read(path),
        })
        {
            var message = await Refused(() => read(Pipe("pipe")));
            Assert.Contains(_folder["pipe"], message);
            Assert.Contains("this is a named pipe, and only a regular file is read", message);
            File.Delete(_folder["pipe"]);
        }
    }

    [Fact]
    public async Task A_scan_that_is_a_pipe_or_a_device_is_refused()
    {
        Assert.Contains("this is a device", await Refused(() => NiftiImage.Open("/dev/zero")));
        Assert.Contains("this is a named pipe", await Refused(() => NiftiImage.Open(Pipe("scan.nii.gz"))));
    }

    [Fact]
    public void A_folder_and_a_socket_are_named_as_such()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        Assert.Contains("this is a socket", Assert.Throws<IOException>(() => RegularFile.Open(_folder["socket"])).Message);
        Assert.Contains("this is a folder", Assert.Throws<IOException>(() => RegularFile.Open(_folder.Path)).Message);
    }

    [Fact]
    public void A_file_is_read_and_what_is_missing_or_forbidden_is_told_apart()
    {
        Assert.Equal("x"u8.ToArray(), RegularFile.ReadAllBytes(_folder.File("x")));
        Assert.Equal("x"u8.ToArray(), RegularFile.ReadAllBytes(_folder.Link("link", _folder["x"])));
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(_folder["absent"]));
        Assert.Throws<IOException>(() => RegularFile.Open(Path.Combine(_folder["x"], "y")));
    }
}
