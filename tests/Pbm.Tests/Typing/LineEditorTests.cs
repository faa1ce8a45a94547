using System.Collections.Immutable;
using AxSpa.Pbm.Typing;

namespace AxSpa.Pbm.Tests.Typing;

public sealed class LineEditorTests
{
    private readonly FakeTerminal _terminal = new();
    private readonly History _history = new(file: null);
    private ImmutableArray<string> _candidates = [];
    private ImmutableArray<string> _asked = [];

    private string? Read(string keys) => new LineEditor(_terminal.Types(keys), _history, words =>
    {
        _asked = words;
        return _candidates;
    }).Read("> ");

    [Theory]
    [InlineData("run list⏎", "run list")]
    [InlineData("run lits⌫⌫st⏎", "run list")]
    [InlineData("list⇱run ⏎", "run list")]
    [InlineData("rn list^A→u⇲ now⏎", "run list now")]
    [InlineData("run listing←←←^K⏎", "run list")]
    [InlineData("nonsense^Urun⏎", "run")]
    [InlineData("run list last  ^W⏎", "run list ")]
    [InlineData("xrun^A^D⏎", "run")]
    [InlineData("half^Crun⏎", "run")]
    [InlineData("⏎", "")]
    [InlineData("ä^B^Fö⏎", "äö")]
    public void Keys_do_what_they_do_in_a_shell(string keys, string expected) => Assert.Equal(expected, Read(keys));

    [Fact]
    public void Ctrl_D_ends_the_prompt_but_only_on_an_empty_line()
    {
        Assert.Null(Read("^D"));
        Assert.Equal("run", Read("run^D⏎"));
    }

    [Fact]
    public void The_screen_shows_the_prompt_the_line_and_the_cursor()
    {
        Assert.Throws<InvalidOperationException>(() => Read("run list←←"));
        Assert.Equal(("> run list", 8), (_terminal.Row, _terminal.Column));
    }

    [Fact]
    public void A_line_longer_than_the_terminal_is_seen_through_a_window()
    {
        _terminal.Width = 20;
        Assert.Throws<InvalidOperationException>(() => Read("abcdefghijklmnopqrstuvwxyz"));
        Assert.Equal(("> jklmnopqrstuvwxyz", 19), (_terminal.Row, _terminal.Column));
        Assert.Throws<InvalidOperationException>(() => Read("abcdefghijklmnopqrstuvwxyz⇱"));
        Assert.Equal(("> abcdefghijklmnopq", 2), (_terminal.Row, _terminal.Column));
    }

    [Fact]
    public void Up_goes_back_through_lines_that_begin_as_the_typed_one_and_down_comes_back_to_it()
    {
        foreach (var line in new[] { "run list", "node list", "run watch last" })
            _history.Add(line);
        Assert.Equal("run watch last", Read("↑⏎"));
        Assert.Equal("node list", Read("↑↑⏎"));
        Assert.Equal("run list", Read("run↑↑⏎"));
        Assert.Equal("ru", Read("ru↑↑↓↓⏎"));
        Assert.Equal("run list", Read("↑↑↑↑↑↑⏎"));
    }

    [Fact]
    public void What_was_typed_is_in_the_history_of_the_next_line()
    {
        Read("run list⏎");
        Assert.Equal("run list", Read("↑⏎"));
    }

    [Fact]
    public void Tab_completes_the_only_candidate_and_goes_on_behind_it()
    {
        _candidates = ["list"];
        Assert.Equal("run list --state", Read("run l⇥--state⏎"));
        Assert.Equal(["run", "l"], _asked);
    }

    [Fact]
    public void Tab_after_a_blank_asks_for_a_new_word()
    {
        _candidates = ["20261123-120000-a1b2", "20261124-120000-c3d4"];
        Assert.Equal("run describe 2026112", Read("run describe ⇥⏎"));
        Assert.Equal(["run", "describe", ""], _asked);
    }

    [Fact]
    public void Tab_lists_what_there_is_when_nothing_more_is_shared()
    {
        _candidates = ["pause", "resume"];
        Assert.Equal("run ", Read("run ⇥⏎"));
        Assert.Contains("pause   resume", _terminal.Rows);
    }

    [Fact]
    public void Tab_rings_where_there_is_nothing()
    {
        Assert.Equal("run x", Read("run x⇥⏎"));
        Assert.True(_terminal.WasRung);
    }

    [Fact]
    public void A_folder_is_completed_without_a_blank_and_blanks_in_names_are_escaped()
    {
        _candidates = ["my runs/"];
        Assert.Equal(["run", "submit", "my runs/tiny.yaml"], CommandWords.Split(Read("run submit m⇥tiny.yaml⏎")!));
    }

    [Theory]
    [InlineData("last\u3000--yes")]
    [InlineData("last\t--yes")]
    [InlineData("la' --yes")]
    [InlineData("la\u202est")]
    [InlineData("la\u001b[2Jst")]
    public void What_a_host_offers_is_one_word_that_can_be_seen_or_nothing(string offered)
    {
        _candidates = [offered];
        var words = CommandWords.Split(Read("run cancel la⇥⏎")!);
        Assert.Equal(3, words.Length);
        Assert.Contains(words[2], new[] { "la", offered });
        Assert.All(_terminal.Written, written => Assert.DoesNotContain('\u202e', written));
    }
}
