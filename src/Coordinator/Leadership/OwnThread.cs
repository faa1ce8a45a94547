namespace AxSpa.Coordinator.Leadership;

/// <summary>For questions to a disk or a database: what hangs there takes its own thread, and none that the cluster's heartbeats need.</summary>
internal static class OwnThread
{
    public static Task<T> Run<T>(string name, Func<Task<T>> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                answer.SetResult(question().GetAwaiter().GetResult());
            }
            catch (Exception failure)
            {
                answer.SetException(failure);
            }
        })
        { IsBackground = true, Name = name }.Start();
        return answer.Task;
    }
}
