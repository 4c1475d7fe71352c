import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../sandbox/http/free-port.ts';
import { until } from '../support/until.ts';

/** A running moto, which serves all services of AWS at one URL. */
export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts moto. Resolves when it accepts requests. */
export async function startMoto(command: string): Promise<MotoServer> {
  const port = await freePort(5_000);
  const url = `http://127.0.0.1:${port}`;
  // The bundles run in the sandbox's Lambda runtime, so nobody uploads them to moto's S3.
  const env = { ...process.env, VALIDATE_LAMBDA_S3: 'false' };
  const server = spawn(command, ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore', env });
  const ended = once(server, 'exit');
  try {
    await until(async () => {
      if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode}. Run ${command}.`);
      return await answers(url);
    });
  } catch (error) {
    server.kill();
    throw error;
  }
  return {
    url,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/`)).ok;
  } catch {
    return false;
  }
}
