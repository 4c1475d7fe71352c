import { spawnSync } from 'node:child_process';
import { PRIVATE_NAMESPACES } from './namespaces.ts';
import type { Distribution } from './read-distribution.ts';

/** A program that the test needs, the arguments that only succeed if it works, and its Debian package. */
type Requirement = readonly [program: string, args: readonly string[], debianPackage: string];

const REQUIREMENTS: readonly Requirement[] = [
  ['dockerd', ['--version'], 'docker.io'],
  ['docker', ['--version'], 'docker.io'],
  ['debootstrap', ['--version'], 'debootstrap'],
  ['ip', ['-Version'], 'iproute2'],
  ['python3', ['-c', 'import ensurepip, venv'], 'python3-venv'],
  ['g++', ['--version'], 'g++'],
  ['make', ['--version'], 'make'],
  ['cmake', ['--version'], 'cmake'],
  ['xz', ['--version'], 'xz-utils'],
];

/** Returns why the test cannot run on this machine, and what to do. Returns nothing if it can run. */
export function findProblems(distribution: Distribution | undefined): readonly string[] {
  if (!distribution) {
    return [
      'It needs Linux with Debian or Ubuntu, from which it makes the image. On another system, run `npm run sam:invoke` with Docker.',
    ];
  }
  const isRoot = process.getuid?.() === 0;
  const missing = REQUIREMENTS.filter(([program, args]) => !works(program, args));
  return [...findMissing(missing, isRoot ? '' : 'sudo '), ...findRightsProblem(isRoot)];
}

function findMissing(missing: readonly Requirement[], sudo: string): readonly string[] {
  if (missing.length === 0) return [];
  const programs = missing.map(([program]) => program).join(', ');
  const packages = [...new Set(missing.map(([, , name]) => name))].join(' ');
  return [`It needs ${programs}. Install with: ${sudo}apt-get install ${packages}`];
}

function findRightsProblem(isRoot: boolean): readonly string[] {
  if (!isRoot) {
    return ['A container engine and debootstrap need the rights of root. Run: sudo npm run test:sam'];
  }
  if (works('unshare', ['--net', ...PRIVATE_NAMESPACES, 'true'])) return [];
  return [
    'The kernel refuses namespaces, as in most containers. Run the test on a machine, or in a privileged container.',
  ];
}

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
