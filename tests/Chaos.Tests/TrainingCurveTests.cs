using Xunit;

namespace AxSpa.Chaos.Tests;

public sealed class TrainingCurveTests
{
    [Theory]
    [InlineData("2026-11-30T06:46:09.304Z info  clinical-0 attempt 2 begins on cpu\n2026-11-30T06:46:15.202Z info  epoch 707/900  loss 0.195\n2026-11-30T06:46:15.292Z info  epoch 708/900  loss 0.108\n", 706)]
    [InlineData("2026-11-30T06:46:09.304Z info  mri-0 attempt 1 begins on cpu\n2026-11-30T06:46:15.202Z info  epoch 1/24  loss 0.695\n", 0)]
    [InlineData("2026-11-30T06:46:09.304Z info  mri-0 attempt 1 begins on cpu\n", null)]
    public void What_an_attempt_took_over_ends_before_the_first_epoch_that_it_tells_however_slowly_it_was_noted(string log, int? takenOver) =>
        Assert.Equal(takenOver, TrainingCurve.TakenOverBy(log));
}
