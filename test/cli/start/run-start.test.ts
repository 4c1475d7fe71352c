import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runStart } from '../../../cli/start/run-start.ts';
import { UsageError } from '../../../cli/usage-error.ts';

let before: string | undefined;
beforeEach(() => {
  before = process.env.npm_config_once;
});
afterEach(() => {
  if (before === undefined) delete process.env.npm_config_once;
  else process.env.npm_config_once = before;
});

it('refuses an option that npm took for one of its own, and shows the command to type', async () => {
  process.env.npm_config_once = 'true';
  await expect(runStart([])).rejects.toThrow(
    new UsageError('npm took --once for an option of its own. Write -- before it: npm start -- --once'),
  );
});
