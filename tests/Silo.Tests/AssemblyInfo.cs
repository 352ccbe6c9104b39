// Most of these tests start whole servers: more than two at once would measure the machine, not the product.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
