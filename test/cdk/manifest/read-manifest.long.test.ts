import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../../cdk/manifest/read-manifest.ts';

let projectRoot: string;
beforeEach(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'a project '));
});
afterEach(() => rmSync(projectRoot, { recursive: true }));

const appPath = () => join(projectRoot, 'functions/app.ts');

/** Reads the manifest of an app with this content. */
function manifestOf(contents: string, timeoutMs = 20_000) {
  mkdirSync(join(projectRoot, 'functions'), { recursive: true });
  writeFileSync(appPath(), contents);
  return readManifest({ projectRoot, functionsDirectory: 'functions', timeoutMs });
}

const MANIFEST = {
  version: 1,
  handlers: [{ name: 'file-ready', events: ['file.ready'] }],
  actions: [
    {
      key: 'studio.archive',
      name: 'Archive',
      description: 'Moves the file to cold storage',
      resourceTypes: ['file'],
      multiAsset: false,
      timeoutSeconds: 5,
    },
  ],
  jobs: [{ name: 'archive' }],
  env: { LIMIT: { type: 'number', default: 10, description: 'Maximum' } },
  secrets: { slack: { secretId: 'my/slack' }, notion: {} },
  store: true,
  apiCredentialsSecretId: 'my/token',
};
const EXPORTS_APP = `export const app = { manifest: ${JSON.stringify(MANIFEST)} as const };`;

describe('the manifest of an app', () => {
  it('is what its app.ts exports', () => {
    expect(manifestOf(EXPORTS_APP)).toEqual(MANIFEST);
  });

  it('is read although the app prints, and keeps a timer and a server open', () => {
    const contents = `
      import { createServer } from 'node:http';
      console.log('{"version": 2}');
      console.error('a warning');
      setInterval(() => undefined, 1_000);
      createServer().listen(0);
      ${EXPORTS_APP}`;
    expect(manifestOf(contents)).toEqual(MANIFEST);
  });

  it('is read without the options of Node.js that this process runs with', () => {
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = '--import=missing-module';
    try {
      expect(manifestOf(EXPORTS_APP)).toEqual(MANIFEST);
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    }
  });

  it('is read once for the same bundle, and again after a change of an imported file', () => {
    const counter = join(projectRoot, 'imports.txt');
    const contents = `
      import { appendFileSync } from 'node:fs';
      import { name } from './handler.ts';
      appendFileSync(${JSON.stringify(counter)}, 'x');
      export const app = { manifest: { version: 1, handlers: [{ name, events: [] }], env: {}, secrets: {} } };`;
    const namesWith = (name: string) => {
      mkdirSync(join(projectRoot, 'functions'), { recursive: true });
      writeFileSync(join(projectRoot, 'functions/handler.ts'), `export const name = '${name}';`);
      return manifestOf(contents).handlers.map((handler) => handler.name);
    };
    expect([namesWith('first'), namesWith('first'), namesWith('second')]).toEqual([['first'], ['first'], ['second']]);
    expect(readFileSync(counter, 'utf8')).toBe('xx');
  });

  it('leaves no files behind', () => {
    const before = process.env.TMPDIR;
    const folder = join(projectRoot, 'tmp');
    mkdirSync(folder);
    process.env.TMPDIR = folder;
    try {
      manifestOf(EXPORTS_APP);
      expect(() => manifestOf('throw new Error();')).toThrow();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe('an error names the file and shows the cause:', () => {
  it('no file', () => {
    const read = () => readManifest({ projectRoot, functionsDirectory: 'functions' });
    expect(read).toThrow(`There is no app in ${appPath()}. Create the file, or set functionsDirectory or projectRoot.`);
  });

  it('no export app', () => {
    expect(() => manifestOf('export const application = 1, other = 2;')).toThrow(
      `${appPath()} must export app, but exports application, other. Write: export const app = new App();`,
    );
    expect(() => manifestOf('console.log("hello");')).toThrow('but exports nothing.');
  });

  it('an export app without a manifest', () => {
    expect(() => manifestOf('export const app = {};')).toThrow(
      `The app that ${appPath()} exports must be an App of frameio-lambda, but has no manifest.`,
    );
  });

  it('a manifest of another version', () => {
    expect(() => manifestOf('export const app = { manifest: { version: 2 } };')).toThrow(
      "The app's manifest is invalid: expected the version 1, found 2.",
    );
  });

  it('an error at import, with its position in the source', () => {
    const throwing = () => manifestOf('\nthrow new Error("no " + "token");\nexport const app = 1;');
    expect(throwing).toThrow(`The import of ${appPath()} must work without variables, secrets and network`);
    expect(throwing).toThrow(/Error: no token/);
    expect(throwing).toThrow(/functions\/app\.ts:2:7/);
  });

  it('the end of the process at import', () => {
    expect(() => manifestOf('process.exit(0); export const app = 1;')).toThrow('but ended with exit code 0.');
  });

  it('an import that never ends', () => {
    const contents = 'setInterval(() => undefined, 1_000); await new Promise(() => undefined); export const app = 1;';
    expect(() => manifestOf(contents, 1_000)).toThrow('but did not end within 1 seconds.');
  });

  it('a file that esbuild cannot bundle', () => {
    const broken = () => manifestOf('export const app = ;');
    expect(broken).toThrow(`esbuild cannot bundle ${appPath()}.`);
    expect(broken).toThrow(/app\.ts:1:19: ERROR: Unexpected ";"/);
  });
});
