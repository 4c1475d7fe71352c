import { recordOf } from '../../lib/core/type-guards.ts';
import type { OwnPackage } from '../own-package.ts';

type PackageJson = Readonly<Record<string, unknown>>;

const SCRIPTS = {
  start: 'frameio-lambda start',
  test: 'tsx --test test/*.test.ts',
  check: 'tsc --noEmit',
  deploy: 'frameio-lambda deploy',
  dlq: 'frameio-lambda dlq',
  frameio: 'frameio-lambda',
} as const;

/** Packages that a project needs on the machine of a developer. Lambda's bundles contain the rest. */
const DEV_DEPENDENCIES = [
  '@types/node',
  'aws-cdk',
  'aws-cdk-lib',
  'constructs',
  'dynalite',
  'esbuild',
  'tsx',
  'typescript',
] as const;

/** Returns the `package.json` of a new project. */
export function newPackage(name: string, own: OwnPackage): PackageJson {
  const base = { name, private: true, type: 'module', engines: { node: own.node } };
  return completePackage(base, own).completed;
}

/** A `package.json` with what it lacked. */
export interface CompletedPackage {
  readonly completed: PackageJson;
  /** What was added, such as `script start`. */
  readonly added: readonly string[];
}

/** Adds the scripts and the packages that a `package.json` lacks. Changes nothing that it has. */
export function completePackage(given: PackageJson, own: OwnPackage): CompletedPackage {
  const installed = { ...recordOf(given.dependencies), ...recordOf(given.devDependencies) };
  const scripts = missingIn(recordOf(given.scripts), SCRIPTS);
  const dependencies = missingIn(installed, { [own.name]: `^${own.version}` });
  const ranges = Object.fromEntries(DEV_DEPENDENCIES.map((name) => [name, own.rangeOf(name)]));
  const devDependencies = missingIn(installed, ranges);
  return {
    completed: {
      ...given,
      ...merged('scripts', given, scripts),
      ...merged('dependencies', given, dependencies),
      ...merged('devDependencies', given, devDependencies),
    },
    added: [
      ...Object.keys(scripts).map((name) => `script ${name}`),
      ...Object.keys(dependencies).map((name) => `dependency ${name}`),
      ...Object.keys(devDependencies).map((name) => `devDependency ${name}`),
    ],
  };
}

function missingIn(given: PackageJson, wanted: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !(name in given)));
}

function merged(field: string, given: PackageJson, added: Readonly<Record<string, string>>): PackageJson {
  if (Object.keys(added).length === 0) return {};
  return { [field]: { ...recordOf(given[field]), ...added } };
}
