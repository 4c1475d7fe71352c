import { type ChildProcess, spawn } from 'node:child_process';

/** Shell script: reads process ids until its input closes, which happens when this process ends. Then it thaws them. */
const WATCHDOG = 'while read -r pid; do pids="$pids $pid"; done; kill -CONT $pids 2>/dev/null; exit 0';

let watchdog: ChildProcess | undefined;

/**
 * Thaws a process when this process ends, even by `kill -9`. A frozen process cannot notice that its parent is gone; a
 * thawed one does, and ends.
 */
export function thawOnExit(pid: number): void {
  watchdog ??= startWatchdog();
  watchdog.stdin?.write(`${pid}\n`);
}

/** Detached, so that Ctrl+C does not end the watchdog first. Unreferenced, so that it does not keep this process alive. */
function startWatchdog(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCHDOG], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined); // a system without this shell has no SIGSTOP either
  child.unref();
  child.stdin.on('error', () => undefined); // the watchdog has ended: nothing is left to do
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
