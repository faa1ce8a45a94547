using Xunit;

// Most of what these tests do is to wait for processes that wait for each other: one more of them than the two cores that they must do with.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
