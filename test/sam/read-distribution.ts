import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The Linux distribution of this machine. */
export interface Distribution {
  /** Name of the release, such as `bookworm`. */
  readonly codename: string;
  /** Where apt finds the release; `undefined` if apt does not say. */
  readonly mirror?: string;
}

/** Returns the distribution if it is Debian or Ubuntu. */
export function readDistribution(): Distribution | undefined {
  const fields = readReleaseFile();
  const codename = fields.get('VERSION_CODENAME');
  if (codename === undefined || !['debian', 'ubuntu'].includes(fields.get('ID') ?? '')) return undefined;
  const mirror = findMirror(codename);
  return { codename, ...(mirror !== undefined && { mirror }) };
}

function readReleaseFile(): ReadonlyMap<string, string> {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').matchAll(/^(\w+)="?([^"\n]*)"?$/gm);
    return new Map([...lines].map(([, name = '', value = '']) => [name, value]));
  } catch {
    return new Map();
  }
}

/** Finds the mirror in apt's configuration. */
function findMirror(codename: string): string | undefined {
  const format = '$(CODENAME) $(COMPONENT) $(REPO_URI)';
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format], { encoding: 'utf8' });
  const start = `${codename} main `;
  return stdout
    ?.split('\n')
    .find((line) => line.startsWith(start))
    ?.slice(start.length);
}
