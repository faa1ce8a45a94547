using Akka.Actor;

namespace AxSpa.Hosting;

/// <summary>
/// For questions to a database, and for long arithmetic: what hangs or lasts takes its own thread, and none that the cluster's heartbeats need.
/// </summary>
public static class OwnThread
{
    public static Task<T> Run<T>(string name, Func<Task<T>> question) => Run(name, () => question().GetAwaiter().GetResult());

    public static Task<T> Run<T>(string name, Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception failure)
            {
                answer.SetException(failure); // thrown again where it is awaited
            }
        })
        { IsBackground = true, Name = name }.Start();
        return answer.Task;
    }

    /// <summary>Nobody needs the answer, and a failure is nobody's trouble.</summary>
    /// <returns>Never fails.</returns>
    public static Task RunUnheard(string name, Func<Task> question) => Run(name, () =>
    {
        question().GetAwaiter().GetResult();
        return true;
    }).ContinueWith(unheard => unheard.Exception, TaskScheduler.Default);
}
