using Xunit;

namespace AxSpa.Chaos.Tests;

public sealed class OneWriterTests
{
    private const string A = "aaaaaaaa-1", B = "bbbbbbbb-2", C = "cccccccc-3";

    [Fact]
    public void Coordinators_that_follow_each_other_pass() =>
        Passes([TookOver(A, 1), Event(A, 2), TookOver(B, 3), Event(B, 4), TookOver(C, 5), Event(C, 6)]);

    [Fact]
    public void One_that_reads_the_journal_again_after_an_outage_passes() =>
        Passes([TookOver(A, 1), Event(A, 2), TookOver(A, 3), Event(A, 4)]);

    [Fact]
    public void An_empty_journal_passes() => Passes([]);

    [Fact]
    public void One_that_writes_on_after_another_has_taken_over_is_found() =>
        Fails("aaaaaaaa wrote event 4 of run-x (e-official-1) at 00:00:04.000 while bbbbbbbb was active",
            [TookOver(A, 1), Event(A, 2), TookOver(B, 3), Event(A, 4), Event(B, 5)]);

    [Fact]
    public void One_that_writes_before_it_has_taken_over_is_found() =>
        Fails("bbbbbbbb wrote event 2 of run-x (e-official-1) at 00:00:02.000 while aaaaaaaa was active", [TookOver(A, 1), Event(B, 2), TookOver(B, 3)]);

    [Fact]
    public void Two_that_take_the_journal_from_each_other_in_turns_are_found() =>
        Fails("aaaaaaaa wrote event 3 of coordinator (i-took-over-1) at 00:00:03.000 while bbbbbbbb was active and had taken its place",
            [TookOver(A, 1), TookOver(B, 2), TookOver(A, 3)]);

    [Fact]
    public void A_run_that_takes_over_does_not_take_the_journal_over() =>
        Fails("(e-took-over-1)", [TookOver(A, 1), new JournalRow("run-x", 2, "e-took-over-1", "{}", B, At(2))]);

    [Fact]
    public void The_same_turns_pass_where_each_had_a_tenure_of_its_own() =>
        Passes([TookOver(A, 1), TookOver(B, 12), TookOver(A, 23)], Held(1, 0, 10), Held(2, 11, 20), Held(3, 22, 30));

    [Fact]
    public void Tenures_that_overlap_are_found() =>
        Fails("generation 2 (name-2) began at 00:00:09.000, expected after generation 1 (name-1) was over at 00:00:10.000", [TookOver(A, 1), TookOver(B, 9)],
            Held(1, 0, 10), Held(2, 9, 20));

    [Fact]
    public void A_tenure_that_was_given_up_is_over_before_it_expires() =>
        Passes([TookOver(A, 1), TookOver(B, 6)], Held(1, 0, 10) with { Ended = At(5) }, Held(2, 5, 20));

    [Fact]
    public void An_event_after_its_tenure_is_found() =>
        Fails("aaaaaaaa wrote event 15 of run-x (e-official-1) at 00:00:15.000 in no tenure after generation 1", [TookOver(A, 1), Event(A, 15)], Held(1, 0, 10),
            Held(2, 20, 30));

    [Fact]
    public void Two_writers_in_one_tenure_are_found() =>
        Fails("bbbbbbbb wrote event 4 of coordinator (i-took-over-1) at 00:00:04.000 in no tenure after generation 1", [TookOver(A, 1), TookOver(B, 4)],
            Held(1, 0, 10));

    private static void Passes(JournalRow[] journal, params Tenure[] tenures) => Assert.Null(OneWriter.Judge(journal, tenures).Trouble);

    private static void Fails(string trouble, JournalRow[] journal, params Tenure[] tenures) =>
        Assert.Contains(trouble, OneWriter.Judge(journal, tenures).Trouble);

    private static JournalRow TookOver(string process, int second) => new("coordinator", second, "i-took-over-1", "{}", process, At(second));

    private static JournalRow Event(string process, int second) => new("run-x", second, "e-official-1", "{}", process, At(second));

    private static Tenure Held(long generation, int from, int to) => new(generation, $"name-{generation}", At(from), At(to), null);

    private static DateTime At(int second) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second);
}
