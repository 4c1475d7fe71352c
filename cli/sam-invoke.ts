import { interruptSignal } from './interrupt-signal.ts';
import { printHelp } from './print-help.ts';
import { runCommand } from './run-command.ts';
import { findContainerEngine } from './sam/container-engine.ts';
import { invokeFunction } from './sam/invoke-function.ts';
import { HELP, readSamOptions } from './sam/options.ts';
import { findSamProblem } from './sam/sam-version.ts';
import { readSampleRequest } from './sam/sample-request.ts';

const NO_ENGINE =
  'A running container engine is missing. SAM runs the function in a container. Install Docker (Docker Desktop, or your system’s package) or Finch, and start it.';

async function invokeWithSam(): Promise<number> {
  const args = process.argv.slice(2);
  if (printHelp(args, HELP)) return 0;
  const options = readSamOptions(args);
  const request = readSampleRequest(options.eventPath);
  const signal = interruptSignal();
  const samProblem = findSamProblem();
  const engine = await findContainerEngine();
  if (samProblem !== undefined || !engine) {
    const problems = [samProblem, engine ? undefined : NO_ENGINE].filter((problem) => problem !== undefined);
    console.error(`\n${problems.join('\n')}\n\nTo run the same bundle in a plain process, use \`npm start\`.`);
    return 1;
  }
  return await invokeFunction({ ...options, request, engine, signal });
}

runCommand(invokeWithSam);
