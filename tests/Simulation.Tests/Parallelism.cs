// A search for a failing seed takes all processors by itself; two at once would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
