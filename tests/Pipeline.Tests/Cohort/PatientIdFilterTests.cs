using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class PatientIdFilterTests
{
    [Theory]
    [InlineData("AX0001 and AX0002", "[patient] and [patient]")]
    [InlineData("mri/AX0001_scan1.nii.gz", "mri/[patient]_scan1.nii.gz")]
    [InlineData("AX00011, BAX0001, AX0001", "AX00011, BAX0001, [patient]")]
    [InlineData("'AX0001-b' is a patient of his own", "'[patient]' is a patient of his own")]
    [InlineData("Müller, Anna (12345678)", "[patient] ([patient])")]
    [InlineData("fold 12 of 42 failed", "fold 12 of 42 failed")]
    [InlineData("", "")]
    public void Identifiers_are_replaced_where_they_are_words_of_their_own(string text, string expected) =>
        Assert.Equal(expected, new PatientIdFilter(["AX0001", "AX0002", "AX0001-b", "Müller, Anna", "12345678", "12", "42", "p1"]).Hide(text));

    [Fact]
    public void Identifiers_that_any_text_holds_are_not_looked_for_and_that_is_told() =>
        Assert.Equal(3, new PatientIdFilter(["12", "42", "p1", "AX0001"]).TooShort);

    [Fact]
    public void A_name_may_stand_instead() =>
        Assert.Equal("P-AX0001 is twice", new PatientIdFilter(["AX0001"], id => $"P-{id}").Hide("AX0001 is twice"));

    [Fact]
    public void Nobody_known_changes_nothing() => Assert.Equal("AX0001", new PatientIdFilter([]).Hide("AX0001"));
}
