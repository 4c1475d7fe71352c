import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { readSampleRequest } from '../../../cli/sam/sample-request.ts';
import { readEventFile } from '../../../cli/send/read-event-file.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { INTERACTION } from '../../support/action-requests.ts';
import { captureConsole } from '../../support/commands.ts';

const BODY = JSON.stringify(fileReady);
const RESOURCE = 'd3075547-4e64-45f0-ad12-d075660eddd2';

/** A line of the framework about an event. */
const LINE = {
  level: 'ERROR',
  message: 'handler failed',
  event_type: 'file.ready',
  resource_id: RESOURCE,
  correlation_id: 'request-1',
};
/** What Powertools logs about an invocation, on demand. */
const INVOCATION = {
  message: 'Lambda invocation event',
  event: { body: BODY, requestContext: { requestId: 'request-1' } },
};

const output = captureConsole();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-'));
});

/** Captures a log and returns the names of the files. */
async function capture(log: string, ...args: readonly string[]) {
  const path = join(folder, 'function.log');
  writeFileSync(path, log);
  const out = join(folder, 'events');
  const exitCode = await runCli(['capture', path, '--out', out, ...args], COMMANDS);
  return { exitCode, files: readdirSync(out).sort(), pathOf: (name: string) => join(out, name) };
}

const text = JSON.stringify;

describe('capture finds an event', () => {
  it.each([
    { name: 'in a line of the function', log: `START RequestId: 1\n${text(LINE)}\nEND RequestId: 1\n` },
    { name: 'in the output of aws logs tail', log: `2026-11-23T12:00:00 2026/11/23/[$LATEST]ab ${text(LINE)}` },
    { name: 'in the output of filter-log-events', log: text({ events: [{ timestamp: 1, message: text(LINE) }] }) },
    { name: 'in lines of CloudWatch', log: `${text({ timestamp: 1, message: `${text(LINE)}\n` })}\n` },
    { name: 'in an export of Logs Insights', log: text([{ '@timestamp': '1', '@message': text(LINE) }]) },
    { name: 'in the answer of Logs Insights', log: text({ results: [[{ field: '@message', value: text(LINE) }]] }) },
  ])('$name', async ({ log }) => {
    const { exitCode, files, pathOf } = await capture(log);
    expect(files).toEqual(['file-ready-d3075547.json']);
    const { text: body } = readEventFile(pathOf('file-ready-d3075547.json')) ?? {};
    expect(JSON.parse(body ?? '')).toMatchObject({
      type: 'file.ready',
      resource: { id: RESOURCE, type: 'file' },
      account: { id: '00000000-0000-4000-8000-000000000000' },
    });
    expect(output.text).toContain('ids that the log lacks are zeros');
    expect(exitCode).toBe(0);
  });
});

it('prefers the whole body that a handler or Powertools logs, in any order', async () => {
  const payload = { ...LINE, message: 'event', payload: fileReady };
  for (const lines of [
    [LINE, INVOCATION],
    [INVOCATION, LINE],
    [LINE, payload],
    [payload, LINE],
  ]) {
    const { files, pathOf } = await capture(lines.map((line) => text(line)).join('\n'));
    expect(files).toHaveLength(1);
    expect(readEventFile(pathOf(files[0] ?? ''))).toEqual({ type: 'file.ready', text: BODY });
    expect(readSampleRequest(pathOf(files[0] ?? '')).body).toEqual(fileReady); // npm run sam:invoke accepts it
  }
});

it('captures a custom action with its path', async () => {
  const body = text(INTERACTION);
  const { files, pathOf } = await capture(text({ event: { body, requestContext: { requestId: 'r' } } }));
  expect(files).toEqual(['studio-archive-f9d5728c.json']);
  expect(JSON.parse(readFileSync(pathOf(files[0] ?? ''), 'utf8'))).toMatchObject({ rawPath: '/actions', body });
});

it('overwrites no file', async () => {
  await capture(text(LINE));
  const { files } = await capture(
    [LINE, { ...LINE, correlation_id: 'request-2', account_id: 'other' }].map((one) => text(one)).join('\n'),
  );
  expect(files).toEqual(['file-ready-d3075547-2.json', 'file-ready-d3075547.json']);
  expect(output.text).toContain('existed before');
});

it('selects events by their type, and the newest', async () => {
  const lines = ['file.ready', 'comment.created', 'file.ready'].map((event_type, number) =>
    text({ ...LINE, event_type, resource_id: `${number}`, correlation_id: number }),
  );
  const { files } = await capture(lines.join('\n'), '--type', 'file.ready', '--limit', '1');
  expect(files).toEqual(['file-ready-2.json']);
});

it.each(['', 'no json', text({ ...LINE, event_type: 'constructor' }), '{"event":{"body":"{}"}}', '[null, 7]'])(
  'exits with 1 if there is nothing to capture: %s',
  async (log) => {
    const { exitCode, files } = await capture(log);
    expect({ exitCode, files }).toEqual({ exitCode: 1, files: [] });
    expect(output.errors).toEqual(['No requests of Frame.io found.']);
  },
);

it.each([
  { args: [], message: 'Expected a log, --dead-letters or --delivery' },
  { args: ['none.log'], message: 'There is no file none.log.' },
  { args: ['a.log', '--delivery', 'x'], message: 'Expected a log, --dead-letters or --delivery' },
  { args: ['--dead-letters', 'all'], message: '--dead-letters must be deployed or sandbox' },
  { args: ['-', '--stack', 'Own'], message: '--stack does not apply to a log: leave it out.' },
  { args: ['--delivery', 'x', '--region', 'eu-west-1'], message: '--region does not apply to --delivery' },
  { args: ['--dead-letters', 'sandbox', '--profile', 'own'], message: 'does not apply to --dead-letters sandbox' },
  { args: ['--dead-letters', 'deployed', '--state', 'x'], message: 'does not apply to --dead-letters deployed' },
])('refuses $args', async ({ args, message }) => {
  expect(await runCli(['capture', ...args], COMMANDS)).toBe(2);
  expect(output.errors.join()).toContain(message);
});
