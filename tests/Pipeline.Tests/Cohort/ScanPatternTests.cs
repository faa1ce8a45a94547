using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class ScanPatternTests
{
    [Theory]
    [InlineData("{patient_id}*.nii*", "p1.nii", "p1")]
    [InlineData("{patient_id}*.nii*", "p1_t2.nii.gz", "p1")]
    [InlineData("{patient_id}*.nii*", "p10.nii", "p10")]
    [InlineData("{patient_id}*.nii*", "p11.nii", null)] // nobody's, and not p1's
    [InlineData("{patient_id}*.nii*", "p1a.nii", null)]
    [InlineData("{patient_id}*.nii*", "p1-b.nii", "p1-b")] // the longest id that fits
    [InlineData("{patient_id}*.nii*", "p1-c.nii", "p1")]
    [InlineData("{patient_id}*.nii*", "xp1.nii", null)]
    [InlineData("{patient_id}*.nii*", "P1.nii", null)]
    [InlineData("*{patient_id}*.nii", "scan p1.nii", "p1")]
    [InlineData("*{patient_id}*.nii", "scanp1.nii", null)]
    [InlineData("sub{patient_id}.nii", "subp1.nii", "p1")]
    [InlineData("sub{patient_id}t2.nii", "subp1t2.nii", "p1")]
    [InlineData("sub-{patient_id}/anat/*.nii", "sub-p1/anat/p10.nii", "p1")]
    [InlineData("{patient_id}/{patient_id}_*.nii", "p1/p1_t2.nii", "p1")]
    [InlineData("{patient_id}/{patient_id}_*.nii", "p1/p10_t2.nii", null)]
    [InlineData("{patient_id}?.nii", "p1_.nii", "p1")]
    [InlineData("{patient_id}*.nii", "a*b.nii", "a*b")]
    [InlineData("{patient_id}*.nii", "a+b (1).nii", "a+b (1)")]
    public void A_file_belongs_to_the_longest_id_that_does_not_end_inside_a_word(string pattern, string file, string? owner)
    {
        Assert.Equal(owner, Owner(RunRules.First, pattern, file, "p1", "p10", "p1-b", "a*b", "a", "a+b (1)"));
        Assert.Equal(owner, Owner(RunRules.Second, pattern, file, "p1", "p10", "p1-b", "a*b", "a", "a+b (1)"));
    }

    [Theory]
    [InlineData("*{patient_id}*.nii*", "visit_1_sub_5_t2.nii", "1,5")]
    [InlineData("*{patient_id}*.nii*", "visit_1_sub_10_t2.nii", "1,10")] // the longer one is no better, for it stands elsewhere
    [InlineData("*{patient_id}*.nii*", "visit_1_sub_1_t2.nii", "1")]
    [InlineData("*{patient_id}*.nii*", "a-b-c.nii", "a-b,b-c")] // they overlap
    [InlineData("*{patient_id}*.nii*", "b-c.nii", "b-c")]
    [InlineData("*_{patient_id}_*.nii*", "1_5_10.nii", "5")]
    [InlineData("*{patient_id}*.nii*", "5.nii", "5")] // a * stands for nothing, too
    [InlineData("*sub_{patient_id}*.nii*", "visit_1_sub_5_t2.nii", "5")]
    public void Ids_in_different_places_of_a_name_fit_equally_well(string pattern, string file, string owners) =>
        Assert.Equal(owners.Split(','), Owners(RunRules.Second, pattern, file, "1", "5", "10", "a-b", "b-c").Order(StringComparer.Ordinal));

    /// <summary>What a run of before did with them, it does.</summary>
    [Theory]
    [InlineData("*{patient_id}*.nii*", "visit_1_sub_5_t2.nii", "1")]
    [InlineData("*{patient_id}*.nii*", "visit_1_sub_10_t2.nii", "10")]
    [InlineData("{patient_id}*.nii*", "1.5_t2.nii", "1")]
    [InlineData("{patient_id}?.nii*", "10.nii", "1")]
    [InlineData("{patient_id}*.nii*", "1.NII", null)]
    public void By_the_first_rules_the_longest_and_leftmost_id_is_the_owner(string pattern, string file, string? owner) =>
        Assert.Equal(owner, Owner(RunRules.First, pattern, file, "1", "5", "10"));

    [Theory]
    [InlineData("{patient_id}*.nii*", "1.5_t2.nii", null)]
    [InlineData("{patient_id}*.nii*", "1,5_t2.nii", null)]
    [InlineData("*{patient_id}.nii*", "0.1.nii", null)]
    [InlineData("{patient_id}.*nii*", "1.5.nii", null)] // of the number only the point is the pattern's
    [InlineData("{patient_id}.5*.nii*", "1.5.nii", "1")] // the pattern says so itself
    [InlineData("{patient_id}?.nii*", "15.nii", null)]
    [InlineData("{patient_id}*.nii*", "1.nii", "1")]
    [InlineData("{patient_id}*.nii*", "1. scan.nii", "1")]
    [InlineData("{patient_id}*.nii*", "Rene\u0301.nii", null)] // René, written in parts
    [InlineData("{patient_id}*.nii*", "Rene_1.nii", "Rene")]
    [InlineData("{patient_id}*.nii*", "Mu\u0308ller.nii", "M\u00FCller")]
    [InlineData("{patient_id}*.nii*", "M\u00FCller.nii", "M\u00FCller")]
    [InlineData("{patient_id}*.nii*", "Mu\u0308ller\u0301.nii", null)]
    [InlineData("{patient_id}*.nii*", "1\U00010400.nii", null)] // a letter beyond the 65,536th
    [InlineData("mu\u0308*{patient_id}.nii*", "m\u00FC 1.nii", "1")]
    [InlineData("{patient_id}*.nii*", "1\\t2.nii", "1")] // a backslash belongs to the name
    [InlineData("a\\{patient_id}.nii*", "a\\1.nii", "1")]
    [InlineData("a\\{patient_id}.nii*", "a/1.nii", null)]
    public void An_id_ends_neither_in_a_word_nor_in_a_number_in_whatever_form_they_are_written(string pattern, string file, string? owner) =>
        Assert.Equal(owner, Owner(RunRules.Second, pattern, file, "1", "Rene", "M\u00FCller"));

    [Fact]
    public void Whoever_fits_does_so_whatever_the_order_of_the_ids_and_each_id_beside_the_owner_lies_within_it() =>
        Gen.Select(
            Gen.Char["ab1.-"].Array[1, 4].Select(letters => new string(letters)).Array[1, 6],
            Gen.Char["ab1.-_ "].Array[1, 10].Select(letters => new string(letters)),
            Gen.OneOfConst("{patient_id}*", "*{patient_id}*", "*{patient_id}", "?{patient_id}*", "a{patient_id}*", "*{patient_id}.*")).Sample((
                ids, name, pattern) =>
        {
            var owners = Owners(RunRules.Second, pattern, name, ids);
            Assert.Equal(owners.Order(StringComparer.Ordinal), Owners(RunRules.Second, pattern, name, [.. ids.Reverse()]).Order(StringComparer.Ordinal));
            foreach (var id in ids.Distinct().Where(id => !owners.Contains(id) && Owner(RunRules.Second, pattern, name, id) == id))
                Assert.Contains(owners, owner => owner.Contains(id, StringComparison.Ordinal));
            foreach (var owner in owners)
                Assert.Equal([owner], Owners(RunRules.Second, pattern, name, owner));
        });

    [Fact]
    public void The_case_of_an_ending_never_counts_and_that_of_the_rest_always_does() =>
        Gen.Select(
            Gen.OneOfConst("{patient_id}*.nii*", "{patient_id}*.NII*", "{patient_id}_t2.nii.gz", "{patient_id}*.hdr", "{patient_id}*", "*{patient_id}_t2.Nii*"),
            Gen.OneOfConst(".nii", ".nii.gz", ".hdr"), Gen.Bool.Array[8],
            Gen.OneOfConst("p1_t2", "p1", "P1_t2", "p2_T2")).Sample((pattern, ending, capitals, stem) =>
        {
            var mixed = string.Concat(ending.Select((letter, i) => capitals[i] ? char.ToUpperInvariant(letter) : letter));
            Assert.Equal(Owners(RunRules.Second, pattern, stem + ending, "p1", "p2"), Owners(RunRules.Second, pattern, stem + mixed, "p1", "p2"));
            Assert.Equal(ScanEnding.IsHeader(stem + ending), ScanEnding.IsHeader(stem + mixed));
            Assert.Equal(stem, ScanEnding.StemOf(stem + mixed));
            if (stem[0] == 'P') Assert.Empty(Owners(RunRules.Second, pattern, stem + mixed, "p1", "p2"));
        });

    private static string? Owner(int rules, string pattern, string file, params string[] ids) => Owners(rules, pattern, file, ids).SingleOrDefault();

    private static ImmutableArray<string> Owners(int rules, string pattern, string file, params string[] ids) =>
        new ScanPattern(pattern, rules).Owners(file, new PatientNames(ids, rules));
}
