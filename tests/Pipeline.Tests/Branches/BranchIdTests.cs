using System.Text.Json;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Branches;

public sealed class BranchIdTests
{
    [Theory]
    [InlineData("\"Mri\"", "mri")]
    [InlineData("\"Clinical\"", "clinical")]
    [InlineData("\"clinical\"", "clinical")]
    [InlineData("\"Ecg12\"", "ecg12")]
    public void It_is_read_as_journals_have_it_and_as_people_write_it(string json, string key) =>
        Assert.Equal(new BranchId(key), JsonSerializer.Deserialize<BranchId>(json));

    [Fact]
    public void It_is_written_as_journals_have_it()
    {
        Assert.Equal("\"Mri\"", JsonSerializer.Serialize(BranchId.Mri));
        Assert.Equal("{\"Branch\":\"Clinical\",\"Index\":3}", JsonSerializer.Serialize(new FoldId(BranchId.Clinical, 3)));
        Assert.Equal(new FoldId(BranchId.Mri, 1, 2), JsonSerializer.Deserialize<FoldId>("{\"Branch\":\"Mri\",\"Index\":1,\"Repeat\":2}"));
    }

    /// <summary>A key becomes a part of file names, and comes from nodes that nobody trusts.</summary>
    [Theory]
    [InlineData("\"../../etc\"")]
    [InlineData("\"mri/..\"")]
    [InlineData("\"mri-0\"")]
    [InlineData("\"\"")]
    [InlineData("\"1mri\"")]
    [InlineData("\"mrı\"")]
    [InlineData("\"abcdefghijklmnopqrstuvwxyzabcdefg\"")]
    [InlineData("0")]
    [InlineData("null")]
    public void What_is_no_key_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BranchId>(json));

    [Fact]
    public void Whatever_text_is_a_key_has_lower_case_letters_and_digits_alone() => Gen.String[0, 40].Sample(text =>
    {
        if (!BranchId.IsKey(text))
            Assert.Throws<ArgumentException>(() => new BranchId(text));
        else
            Assert.Equal(text, JsonSerializer.Deserialize<BranchId>(JsonSerializer.Serialize(new BranchId(text))).Key);
    });

    [Fact]
    public void Branches_are_in_the_registrys_order_and_strangers_come_last() =>
        Assert.Equal(["mri", "clinical", "aaa", "zzz"],
            new BranchId[] { new("zzz"), BranchId.Clinical, new("aaa"), BranchId.Mri }.Order().Select(branch => branch.Key));
}
