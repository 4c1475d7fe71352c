import { spawnSync } from 'node:child_process';

/** A program `sam local invoke` needs, how to see that it works, and how to get it. */
const PREREQUISITES = [
  {
    name: 'The AWS SAM CLI',
    probe: ['sam', '--version'],
    mend: 'Install it: `brew install aws-sam-cli`, `pip install aws-sam-cli`, or the installer of the AWS SAM guide ("Install the AWS SAM CLI").',
  },
  {
    name: 'A running Docker engine',
    probe: ['docker', 'info'],
    mend: 'SAM runs the function in a container. Install Docker (Docker Desktop, or your system’s package) and start it.',
  },
] as const;

/** What is missing to run SAM here, each with the way to get it; empty when nothing is. */
export function missingForSam(): readonly string[] {
  return PREREQUISITES.filter(({ probe: [program, argument] }) => spawnSync(program, [argument]).status !== 0).map(
    ({ name, mend }) => `${name} is missing. ${mend}`,
  );
}
