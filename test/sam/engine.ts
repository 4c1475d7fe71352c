import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findContainerEngine } from '../../cli/sam/container-engine.ts';
import { until } from '../support/until.ts';
import { runProcess } from './run-process.ts';

/** A running container engine. */
export interface Engine {
  /** Imports a tarball with the files of an image. */
  importImage(path: string, name: string): Promise<void>;
  /** Returns the ids of all containers, also of stopped ones. */
  containers(): Promise<readonly string[]>;
  /** Removes all containers and stops the engine. */
  stop(): Promise<void>;
}

/** Settings of Lambda's images. */
const IMAGE_SETTINGS = ['WORKDIR /var/task', 'ENV LAMBDA_TASK_ROOT=/var/task', 'ENV LAMBDA_RUNTIME_DIR=/var/runtime'];

/** Starts Docker's engine with all its files in `folder`. `DOCKER_HOST` is its socket from then on. */
export async function startEngine(folder: string): Promise<Engine> {
  const socket = `unix://${join(folder, 'docker.sock')}`;
  const logPath = join(folder, 'dockerd.log');
  const configPath = join(folder, 'daemon.json');
  writeFileSync(configPath, '{}'); // in place of the machine's own settings
  const log = openSync(logPath, 'a');
  const dockerd = spawn(
    'dockerd',
    [
      ...['--host', socket],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'dockerd.pid'), '--config-file', configPath],
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs'], // systemd does not know the processes of this namespace
      ...['--iptables=false', '--ip6tables=false'], // containers call only this machine
    ],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    dockerd.on('error', end).on('close', end);
  });
  process.env.DOCKER_HOST = socket;
  await until(async () => hasEnded || (await findContainerEngine()) !== undefined);
  if (hasEnded)
    throw new Error(`dockerd ended:\n${readFileSync(logPath, 'utf8').trim().split('\n').slice(-10).join('\n')}`);
  const containers = async () => (await runProcess(['docker', 'ps', '--all', '--quiet'])).split('\n').filter(Boolean);
  return {
    importImage: async (path, name) => {
      const changes = IMAGE_SETTINGS.flatMap((setting) => ['--change', setting]);
      await runProcess(['docker', 'import', ...changes, path, name]);
    },
    containers,
    stop: async () => {
      const running = await containers();
      if (running.length > 0) await runProcess(['docker', 'rm', '--force', ...running]);
      dockerd.kill('SIGTERM');
      await ended;
    },
  };
}
