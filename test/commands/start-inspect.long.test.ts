import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it, jest } from '@jest/globals';
import { recordOf } from '../../lib/core/type-guards.ts';
import { InspectorClient } from '../support/inspector-client.ts';
import { linkedProject } from '../support/linked-project.ts';
import { startScript } from '../support/run-command.ts';

jest.setTimeout(180_000); // it builds the bundles first

/** Longer than the endpoint may take, and than Frame.io waits for a response. */
const PAUSE_MS = 6_000;

/** Returns the place of a text in a bundle, as the inspector counts, if a source has it there too. */
function findPlace(bundlePath: string, source: string, text: string): { lineNumber: number; columnNumber: number } {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundlePath}.map`, 'utf8')));
  const lines = readFileSync(bundlePath, 'utf8').split('\n');
  for (const [lineNumber, line] of lines.entries()) {
    const columnNumber = line.indexOf(text);
    const entry = columnNumber < 0 ? {} : map.findEntry(lineNumber, columnNumber);
    if ('originalSource' in entry && String(entry.originalSource).endsWith(source)) return { lineNumber, columnNumber };
  }
  throw new Error(`The bundle has no ${text} of ${source}.`);
}

it('npm start -- --inspect stops at a breakpoint in a handler, and no time limit ends meanwhile', async () => {
  const folder = linkedProject('comment-app');
  const sandbox = startScript('start', ['--inspect', '--port', '0'], {}, folder);
  const printed = await sandbox.printed('Ctrl+C');
  const port = Number(/debugger +127\.0\.0\.1:(\d+) +endpoint/.exec(printed)?.[1]);

  const inspector = await InspectorClient.attach(port);
  await inspector.call('Debugger.enable');
  const isBundle = ({ url }: Readonly<Record<string, unknown>>) => String(url).endsWith('/index.mjs');
  const { url } = await inspector.event('Debugger.scriptParsed', isBundle);
  const place = findPlace(fileURLToPath(String(url)), 'functions/file-ready.ts', 'client.comments.create(');
  await inspector.call('Debugger.setBreakpointByUrl', { url, ...place });

  sandbox.type('r');
  const { callFrames } = await inspector.event('Debugger.paused');
  const top = recordOf([callFrames].flat()[0]);
  const expression = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${PAUSE_MS}), process.cwd()`;
  await inspector.call('Debugger.evaluateOnCallFrame', { callFrameId: top.callFrameId, expression });
  await inspector.call('Debugger.resume');

  const output = await sandbox.printed('handler       file-ready  completed', 2);
  expect(output).not.toContain('no response within');
  expect(output).not.toContain('timed out');
  inspector.close();
  await sandbox.interrupt();
});
