// Stands in for the store that keeps apart invocations which Lambda runs in one process at a time: it runs ours one by one.
// Powertools' logger says so itself when it misses it.
export {};
