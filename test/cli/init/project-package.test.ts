import { describe, expect, it } from '@jest/globals';
import { completePackage, newPackage } from '../../../cli/init/project-package.ts';

const OWN = { name: 'frameio-lambda', version: '1.2.3', node: '>=20', rangeOf: (name: string) => `^range-of-${name}` };

it('newPackage has the scripts, this package and the packages of a developer', () => {
  expect(newPackage('my-app', OWN)).toMatchObject({
    name: 'my-app',
    private: true,
    type: 'module',
    engines: { node: '>=20' },
    scripts: { start: 'frameio-lambda start', test: 'tsx --test test/*.test.ts' },
    dependencies: { 'frameio-lambda': '^1.2.3' },
    devDependencies: { 'aws-cdk-lib': '^range-of-aws-cdk-lib', dynalite: '^range-of-dynalite' },
  });
});

describe('completePackage', () => {
  it('adds what is missing and keeps the rest', () => {
    const given = {
      name: 'theirs',
      scripts: { test: 'jest', build: 'tsc' },
      dependencies: { typescript: '5.9.0' },
      devDependencies: { 'frameio-lambda': 'file:..' },
    };
    const { completed, added } = completePackage(given, OWN);
    expect(completed).toMatchObject({
      name: 'theirs',
      scripts: { test: 'jest', build: 'tsc', start: 'frameio-lambda start' },
      dependencies: { typescript: '5.9.0' },
      devDependencies: { 'frameio-lambda': 'file:..', tsx: '^range-of-tsx' },
    });
    expect(completed.devDependencies).not.toHaveProperty('typescript');
    expect(added).toEqual(expect.arrayContaining(['script start', 'devDependency tsx']));
    expect(added.join()).not.toMatch(/script test|typescript|frameio-lambda/);
  });

  it('adds nothing to a complete one', () => {
    const complete = newPackage('my-app', OWN);
    expect(completePackage(complete, OWN)).toEqual({ completed: complete, added: [] });
  });
});
