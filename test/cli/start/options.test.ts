import { expect, it } from '@jest/globals';
import { HELP, readStartOptions } from '../../../cli/start/options.ts';
import { UsageError } from '../../../cli/usage-error.ts';
import { SAMPLE_FILE } from '../../../sandbox/sample-file.ts';

it('has defaults', () => {
  expect(readStartOptions([])).toEqual({
    once: false,
    watch: true,
    inspect: false,
    logs: false,
    fresh: false,
    state: '.sandbox/state',
    port: 4_400,
    fault: undefined,
    mode: undefined,
    webhook: undefined,
    file: SAMPLE_FILE,
  });
});

it('reads every option', () => {
  const args = [
    '--once',
    '--inspect',
    '--logs',
    '--fresh',
    '--state',
    'folder',
    '--port',
    '0',
    '--fault',
    'frame.io',
    '--mode',
    'queued',
    '--webhook',
    'Stack/Webhook',
    '--file',
    'Trailer.mov:1200000',
  ];
  expect(readStartOptions(args)).toEqual({
    once: true,
    watch: false,
    inspect: true,
    logs: true,
    fresh: true,
    state: 'folder',
    port: 0,
    fault: 'frame.io',
    mode: 'queued',
    webhook: 'Stack/Webhook',
    file: { name: 'Trailer.mov', fileSize: 1_200_000 },
  });
});

it('does not watch with --no-watch', () => {
  expect(readStartOptions(['--no-watch'])).toMatchObject({ once: false, watch: false });
});

it('describes every option in its help', () => {
  for (const name of [
    'once',
    'no-watch',
    'file',
    'mode',
    'webhook',
    'port',
    'inspect',
    'logs',
    'fault',
    'state',
    'fresh',
    'help',
  ])
    expect(HELP).toContain(`  --${name} `);
});

it.each([
  { args: ['--prot'], message: "Unknown option '--prot'. Did you mean --port?" },
  { args: ['--file', ''], message: '--file must be the name of a file, but is empty.' },
  { args: ['file.mp4'], message: 'file.mp4' },
  { args: ['--port', 'frame'], message: '--port must be an integer from 0 to 65534, but is frame.' },
  { args: ['--port', '70000'], message: '--port must be an integer from 0 to 65534, but is 70000.' },
  { args: ['--fault', 'weather'], message: '--fault must be secrets-manager or frame.io, but is weather.' },
  { args: ['--mode', 'fast'], message: 'The delivery mode "fast" is unknown: use inline or queued.' },
])('refuses $args', ({ args, message }) => {
  const read = () => readStartOptions(args);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});

it('uploads a file of another name with the default size', () => {
  expect(readStartOptions(['--file', 'Trailer.mov'])).toMatchObject({
    file: { name: 'Trailer.mov', fileSize: SAMPLE_FILE.fileSize },
  });
});
