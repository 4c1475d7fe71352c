import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { projectFiles } from '../../../cli/init/project-files.ts';

const files = new Map(projectFiles().map(({ path, content }) => [path, content]));
const ofRepository = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

it('lists every file of a project except package.json', () => {
  expect([...files.keys()].sort()).toEqual([
    '.env.example',
    '.gitignore',
    'cdk.json',
    'cdk/app.ts',
    'cdk/settings.ts',
    'functions/app.ts',
    'functions/endpoint.ts',
    'functions/handlers/file-ready.ts',
    'functions/queued-endpoint.ts',
    'functions/worker.ts',
    'test/file-ready.test.ts',
    'tsconfig.json',
  ]);
});

it('keeps .env out of git', () => {
  expect(files.get('.gitignore')?.split('\n')).toContain('.env');
});

it('explains .env as the repository does', () => {
  expect(files.get('.env.example')).toBe(ofRepository('.env.example'));
});

it('has the settings of the repository in cdk.json, and runs the app without its sources', () => {
  expect(JSON.parse(files.get('cdk.json') ?? '')).toEqual({
    ...JSON.parse(ofRepository('cdk.json')),
    app: 'npx tsx cdk/app.ts',
  });
});
