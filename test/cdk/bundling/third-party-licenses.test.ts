import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../../cdk/bundling/bundle.ts';
import { thirdPartyLicenses } from '../../../cdk/bundling/third-party-licenses.ts';
import { builtEndpoint } from '../../support/synthesized.ts';

const FILES = {
  'functions/endpoint.ts': `
    import { one } from 'one';
    import { two } from '@scope/two';
    import { three } from 'relay';
    import { unused } from 'unused';
    export const handler = () => [one, two, three];`,
  'functions/LICENSE': 'Licence of the app',
  'node_modules/one/package.json': '{ "name": "one", "version": "1.0.0", "license": "MIT" }',
  'node_modules/one/index.js': 'import { nested } from "nested"; export const one = [nested];',
  'node_modules/one/LICENSE': 'Shared text',
  'node_modules/one/node_modules/nested/package.json': '{ "name": "nested", "version": "0.1.0", "license": "ISC" }',
  'node_modules/one/node_modules/nested/index.js': 'export const nested = Date.now();',
  'node_modules/one/node_modules/nested/license.md': 'Text of nested',
  'node_modules/@scope/two/package.json': '{ "name": "@scope/two", "version": "2.0.0", "license": { "type": "MIT" } }',
  'node_modules/@scope/two/index.js': 'export const two = Date.now();',
  'node_modules/@scope/two/LICENCE': 'Shared text\r\n',
  'node_modules/one/node_modules/nested/NOTICE': 'Notice of nested',
  'node_modules/three/package.json': '{ "name": "three", "version": "3.0.0", "license": "MIT-0" }',
  'node_modules/three/index.js': 'export const three = Date.now();',
  'node_modules/relay/package.json': '{ "name": "relay", "version": "5.0.0", "license": "MIT" }',
  'node_modules/relay/index.js': 'export { three } from "three";',
  'node_modules/unused/package.json':
    '{ "name": "unused", "version": "4.0.0", "license": "GPL-3.0", "sideEffects": false }',
  'node_modules/unused/index.js': 'export const unused = 1;',
};

let projectRoot: string;
beforeAll(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'licenses-'));
  for (const [path, contents] of Object.entries(FILES)) {
    mkdirSync(join(projectRoot, dirname(path)), { recursive: true });
    writeFileSync(join(projectRoot, path), contents);
  }
});
afterAll(() => rmSync(projectRoot, { recursive: true }));

describe('the licence notices of a bundle', () => {
  it('list each package whose code it contains, with licence and text, and not the code of the project', () => {
    const entry = join(projectRoot, 'functions/endpoint.ts');
    const metafile = bundle({ projectRoot, entry, outfile: join(projectRoot, 'out/index.mjs') });
    const sections = thirdPartyLicenses(metafile, projectRoot).split(/\n\n-{80}\n\n/);
    expect(sections.map((section) => section.trim())).toEqual([
      'This bundle contains code of these packages.',
      '@scope/two 2.0.0 (MIT)\none 1.0.0 (MIT)\n\nShared text',
      'nested 0.1.0 (ISC)\n\nNotice of nested\n\nText of nested',
      'three 3.0.0 (MIT-0)\n\nNo licence file.',
    ]);
  });

  it('are next to the bundle of a function', () => {
    const notices = readFileSync(join(builtEndpoint().bundlePath, '../THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(notices).toMatch(/^@aws-sdk\/client-sqs [\d.]+ \(Apache-2\.0\)$/m);
    expect(notices).toContain('http://www.apache.org/licenses/');
  });
});
