/**
 * Options of `unshare`: processes and mounts of their own. When `unshare` ends, the kernel kills the processes and removes
 * the mounts.
 */
export const PRIVATE_NAMESPACES: readonly string[] = ['--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];
