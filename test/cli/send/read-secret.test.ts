import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { readSecret } from '../../../cli/send/read-secret.ts';

const SECRET = 'Sn5nBnCaYq5UFgcAE2Y4qcWkmpCQbK3O';

const folder = mkdtempSync(join(tmpdir(), 'secret-'));
writeFileSync(join(folder, '.env'), 'FROM_FILE=of-the-file\n');

const read = (name: string, input = '') =>
  readSecret(name, { environment: { FROM_SHELL: 'of-the-shell' }, folder, input: Readable.from([Buffer.from(input)]) });

it('reads the environment, .env and standard input', async () => {
  expect(await read('FROM_SHELL')).toBe('of-the-shell');
  expect(await read('FROM_FILE')).toBe('of-the-file');
  expect(await read('-', 'of-the-input\n')).toBe('of-the-input');
});

it('does not repeat a secret that is passed by mistake', async () => {
  await expect(read(SECRET)).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining(SECRET) }));
});

it.each([
  { name: 'MISSING', message: 'Set the variable MISSING' },
  { name: '-', message: 'found nothing' },
])('refuses $name without a value', async ({ name, message }) => {
  await expect(read(name)).rejects.toThrow(message);
});
