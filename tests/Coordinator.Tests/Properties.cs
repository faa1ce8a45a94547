using Xunit;

// Nearly all of what these tests do is to wait for intervals of the protocol: each of two cores has two of them.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
