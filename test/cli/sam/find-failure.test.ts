import { expect, it } from '@jest/globals';
import { findFailure } from '../../../cli/sam/find-failure.ts';

const ERROR = '{"errorType":"Runtime.ExitError","errorMessage":"exit status 1","trace":[]}';
const FAILURES = '{"batchItemFailures":[{"itemIdentifier":"1"}]}';

it.each([
  { role: 'endpoint', output: '\n{"statusCode":200,"body":""}\n', reason: undefined },
  { role: 'endpoint', output: 'debugger\n{"statusCode": 201}', reason: undefined },
  { role: 'endpoint', output: '{"statusCode":503}', reason: 'the endpoint responded 503' },
  { role: 'endpoint', output: '{"statusCode":"200"}', reason: 'the endpoint responded 200' },
  { role: 'endpoint', output: '{}', reason: 'the endpoint responded undefined' },
  { role: 'endpoint', output: ERROR, reason: 'Runtime.ExitError: exit status 1' },
  { role: 'worker', output: ERROR, reason: 'Runtime.ExitError: exit status 1' },
  { role: 'endpoint', output: '\n', reason: 'the function returned no result. It timed out or ended early' },
  { role: 'worker', output: 'null', reason: 'the function returned no result. It timed out or ended early' },
  { role: 'worker', output: '{\n  "batchItemFailures": []\n}', reason: undefined },
  { role: 'worker', output: FAILURES, reason: expect.stringMatching(/^the message stays in the queue/) },
  { role: 'worker', output: '{"statusCode":200}', reason: 'the worker returned no batchItemFailures' },
] as const)('judges $output of the $role', ({ role, output, reason }) => {
  expect(findFailure({ role, output, deadLetters: 0 })).toEqual(reason);
});

it('judges a dead-lettered message', () => {
  const output = '{"batchItemFailures":[]}';
  expect(findFailure({ role: 'worker', output, deadLetters: 1 })).toBe('the worker dead-lettered the message');
});
