import { spawnSync } from 'node:child_process';

/** The programs that `sam local invoke` needs: a command that succeeds if the program works, and how to install it. */
const PREREQUISITES = [
  {
    name: 'The AWS SAM CLI',
    probe: ['sam', '--version'],
    fix: 'Install it with `brew install aws-sam-cli`, `pip install aws-sam-cli`, or the installer in the AWS SAM guide ("Install the AWS SAM CLI").',
  },
  {
    name: 'A running Docker engine',
    probe: ['docker', 'info'],
    fix: 'SAM runs the function in a container. Install Docker (Docker Desktop, or your system’s package) and start it.',
  },
] as const;

/** Returns one line for each missing program, with the way to install it. */
export function findMissingPrerequisites(): readonly string[] {
  return PREREQUISITES.filter(({ probe: [program, argument] }) => spawnSync(program, [argument]).status !== 0).map(
    ({ name, fix }) => `${name} is missing. ${fix}`,
  );
}
