import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { formatCommandError } from '../../cli/format-command-error.ts';
import { missingPackagesIn } from '../../cli/missing-package.ts';

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /project/a.js`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });

it('says how to install an optional package that is missing', () => {
  expect(formatCommandError(notFound('dynalite'))).toBe(
    'This command needs the package dynalite, which is not installed. Install with: npm install --save-dev dynalite',
  );
});

it.each([
  { name: 'a package that is not optional', error: notFound('left-pad'), text: notFound('left-pad').message },
  { name: 'another error about the package', error: new Error("No 'dynalite'"), text: "No 'dynalite'" },
  { name: 'a thrown text', error: 'stopped', text: 'stopped' },
])('keeps the message of $name', ({ error, text }) => {
  expect(formatCommandError(error)).toBe(text);
});

it('finds the packages that a folder lacks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  mkdirSync(join(folder, 'node_modules/present'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/present/package.json'), '{"name":"present"}');
  expect(missingPackagesIn(folder, ['present', 'absent'])).toEqual(['absent']);
});
