import { spawn } from 'node:child_process';

/** A running `sam local start-api`. */
export interface ApiServer {
  readonly url: string;
  /** Returns what SAM and the functions have printed. */
  output(): string;
  /** Interrupts SAM, which removes its containers. */
  stop(): Promise<void>;
}

/** Starts `sam local start-api`, and waits until it listens. */
export async function startApiServer(templatePath: string, addHost: string): Promise<ApiServer> {
  const sam = spawn('sam', ['local', 'start-api', '--template', templatePath, '--add-host', addHost], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const closed = new Promise<void>((resolve, reject) => {
    sam.on('error', reject);
    sam.on('close', () => resolve());
  });
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [sam.stdout, sam.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [, found] = /Running on (http:\S+)/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    const end = () => reject(new Error(`sam local start-api ended before it listened:\n${output}`));
    closed.then(end, reject);
  });
  return {
    url,
    output: () => output,
    stop: async () => {
      sam.kill('SIGINT');
      await closed;
    },
  };
}
