import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type BundleOptions, bundle } from '../../../cdk/bundling/bundle.ts';

let projectRoot: string;
beforeAll(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'a project '));
});
afterAll(() => rmSync(projectRoot, { recursive: true }));

/** Bundles a file of the project with this content. */
function bundleOf(contents: string, name = 'my functions/endpoint.ts', options: Partial<BundleOptions> = {}) {
  const entry = join(projectRoot, name);
  mkdirSync(join(entry, '..'), { recursive: true });
  writeFileSync(entry, contents);
  const outfile = join(projectRoot, 'the output', 'index.mjs');
  return { entry, outfile, metafile: bundle({ projectRoot, entry, outfile, ...options }) };
}

describe('bundle()', () => {
  it('writes a module and its source map, from and to paths with spaces', async () => {
    const { outfile } = bundleOf('export const handler = async (): Promise<string> => "handled";');
    const { handler } = await import(pathToFileURL(outfile).href);
    expect(await handler()).toBe('handled');
    expect(readdirSync(join(outfile, '..')).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    const { sources, sourcesContent } = JSON.parse(readFileSync(`${outfile}.map`, 'utf8'));
    expect({ sources, sourcesContent }).toEqual({ sources: ['../my functions/endpoint.ts'] });
  });

  it('describes the files in the bundle, relative to the root of the project', () => {
    const { metafile } = bundleOf('export const handler = () => undefined;');
    expect(Object.keys(metafile.inputs)).toEqual(['my functions/endpoint.ts']);
  });

  it("throws esbuild's message with the position of the mistake", () => {
    const mistake = () => bundleOf("import './missing.ts';\nexport const handler = 1;", 'functions/broken.ts');
    expect(mistake).toThrow(`esbuild cannot bundle ${join(projectRoot, 'functions/broken.ts')}.`);
    expect(mistake).toThrow(/broken\.ts:1:7: ERROR: Could not resolve "\.\/missing\.ts"/);
  });

  it.each([
    { option: 'onlyWebhooks', variable: 'FRAMEIO_LAMBDA_ONLY_WEBHOOKS' },
    { option: 'withoutReconciliation', variable: 'FRAMEIO_LAMBDA_WITHOUT_RECONCILIATION' },
  ])('leaves code out only with the option $option', ({ option, variable }) => {
    const contents = `
      const size = () => process.env.${variable} === 'true' ? 'smaller' : 'complete';
      export const handler = async () => size();`;
    const partsWith = (options: Partial<BundleOptions>) => {
      const text = readFileSync(bundleOf(contents, undefined, options).outfile, 'utf8');
      return ['smaller', 'complete'].filter((part) => text.includes(part));
    };
    expect(partsWith({ [option]: true })).toEqual(['smaller']);
    expect(partsWith({ [option]: false })).toEqual(['smaller', 'complete']);
    expect(partsWith({})).toEqual(['smaller', 'complete']);
  });

  it("prints esbuild's warnings", () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue(undefined);
    bundleOf('export const handler = (x: number) => x === -0;');
    expect(warn.mock.calls.join()).toMatch(/Comparison with -0/);
    warn.mockRestore();
  });
});
