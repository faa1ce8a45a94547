namespace AxSpa.Models.Training;

/// <summary>Cuts an epoch into batches.</summary>
internal static class Batches
{
    /// <summary>
    /// Consecutive ranges of <paramref name="size"/>; a last single example joins the batch before it, since batch norm cannot learn from one.
    /// </summary>
    public static IEnumerable<(int Start, int Length)> Of(int count, int size)
    {
        for (var start = 0; start < count;)
        {
            var length = Math.Min(size, count - start);
            if (count - start - length == 1)
                length++;
            yield return (start, length);
            start += length;
        }
    }
}
