import { expect, it } from '@jest/globals';
import { freePort } from '../../sandbox/http/free-port.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxOptions } from '../../sandbox/sandbox-options.ts';
import { builtStack } from '../support/synthesized.ts';

const stack = builtStack();
const withSource = (entry: string) =>
  stack.functions.map((deployed) => ({ ...deployed, source: { projectRoot: '/nowhere', entry } }));

const FAILURES: readonly { readonly name: string; readonly options: Partial<SandboxOptions> }[] = [
  {
    name: 'the template lacks a function',
    options: {
      stack: { ...stack, eventSources: stack.eventSources.map((one) => ({ ...one, functionLogicalId: 'None' })) },
    },
  },
  {
    name: 'the code to watch cannot be built',
    options: { watch: true, stack: { ...stack, functions: withSource('/nowhere/endpoint.ts') } },
  },
];

it.each(FAILURES)('closes its servers if $name', async ({ options }) => {
  const port = await freePort(0);
  await expect(Sandbox.start({ stack, port, onEvent: () => undefined, ...options })).rejects.toThrow();
  expect(await freePort(port)).toBe(port);
});
