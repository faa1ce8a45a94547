using AxSpa.Shared.Pbm;

namespace AxSpa.Commands;

/// <summary>What a command says, kept instead of sent.</summary>
internal sealed class HeardAnswer : ICommandOutput
{
    private readonly List<string> _data = [];

    public string Text => string.Join('\n', _data);

    public Task Data(string text)
    {
        _data.Add(text);
        return Task.CompletedTask;
    }

    public Task Message(string text) => Task.CompletedTask;

    public Task Question(PbmQuestion question, string otherwise) => Task.CompletedTask;

    public Task Begin(string name) => Task.CompletedTask;

    public Task Part(byte[] bytes) => Task.CompletedTask;

    public Task End(long bytes, string sha256) => Task.CompletedTask;
}
