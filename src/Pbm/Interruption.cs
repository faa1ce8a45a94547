using System.Runtime.InteropServices;

namespace AxSpa.Pbm;

/// <summary>Ctrl-C and SIGTERM as a cancellation token.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private CancellationTokenSource _source = new();

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The interruption was meant for what has ended by it; what comes next is not interrupted.</summary>
    public void Forget() => _source = new CancellationTokenSource();

    public void Interrupt() => _source.Cancel();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // A second signal is not ours: it ends the process whatever holds it up.
        signal.Cancel = !_source.IsCancellationRequested;
        Interrupt();
    }
}
