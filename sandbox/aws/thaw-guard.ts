import { type ChildProcess, spawn } from 'node:child_process';

/** Reads process ids until its input ends, as it does with this process, and has those processes go on. */
const GUARD = 'while read -r pid; do pids="$pids $pid"; done; kill -CONT $pids 2>/dev/null; exit 0';

let guard: ChildProcess | undefined;

/**
 * Has a process that may be frozen go on when this one is gone, even by `kill -9`, so that it notices and ends. A stopped
 * process notices nothing.
 */
export function thawAtOurEnd(pid: number): void {
  guard ??= startGuard();
  guard.stdin?.write(`${pid}\n`);
}

/** In a session of its own, so that Ctrl+C does not end it before us; it does not keep us alive. */
function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', GUARD], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined); // where there is no such shell, nothing can be frozen either
  child.unref();
  child.stdin.on('error', () => undefined); // it is gone: then nobody needs it
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
