// Torch's generator and thread count belong to the process, so the tests take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
