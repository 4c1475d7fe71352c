import { expect, it } from '@jest/globals';
import { mutatedText } from '../support/mutated-stack.ts';
import { BROKEN_SAFEGUARDS } from './broken-safeguards.ts';

it.each(BROKEN_SAFEGUARDS)('still finds the code of $name', ({ mutations }) => {
  for (const mutation of mutations) expect(mutatedText(mutation)).toContain(mutation.to);
});
