import type fastCheck from 'fast-check';

// Replaces `fast-check` in the tests. It takes half a second to load, and each run of a file would load it again.
declare const sharedFastCheck: typeof fastCheck;

// biome-ignore lint/style/noDefaultExport: fast-check has a default export.
export default sharedFastCheck;
