import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import { runScript } from '../support/run-command.ts';
import { type Checks, expectResult } from './checks.ts';

const COMMENT = 'Comment on Launch film v3.mp4: “Launch film v3.mp4 is ready.”';

/** Checks `npm run sam:invoke`, which calls `sam local invoke`, with the comment app. */
export async function checkInvoke(checks: Checks): Promise<void> {
  await checks.run('sam local invoke: a signed delivery gets 200, and one comment appears', async () => {
    const { exitCode, response, comments, output } = await invoke();
    expectResult(
      { exitCode, status: response.statusCode, comments },
      { exitCode: 0, status: 200, comments: [COMMENT] },
      output,
    );
  });
  await checks.run('sam local invoke: a forged delivery gets 401, and no comment appears', async () => {
    const { exitCode, response, comments, output } = await invoke('--forged');
    expectResult(
      { exitCode, status: response.statusCode, comments },
      { exitCode: 1, status: 401, comments: [] },
      output,
    );
  });
  await checks.run('sam local invoke: the worker handles a message of the queue, and one comment appears', async () => {
    const { exitCode, response, comments, output } = await invoke('--function', 'worker');
    const expected = { exitCode: 0, response: { batchItemFailures: [] }, comments: [COMMENT] };
    expectResult({ exitCode, response, comments }, expected, output);
  });
}

async function invoke(...options: readonly string[]) {
  const { exitCode, output } = await runScript('sam:invoke', options);
  const lines = output.split('\n');
  const records = lines.map((line) => recordOf(parseRecord(line)));
  const response = recordOf(records.find((record) => 'statusCode' in record || 'batchItemFailures' in record));
  return { exitCode, output, response, comments: lines.filter((line) => line.startsWith('Comment on ')) };
}
