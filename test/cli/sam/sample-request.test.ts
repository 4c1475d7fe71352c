import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readSampleRequest } from '../../../cli/sam/sample-request.ts';

const path = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');

it.each([
  { text: '{"body":', what: 'is not a JSON object' },
  { text: '[]', what: 'is not a JSON object' },
  { text: '{"body":{}}', what: 'has no `body` with a JSON object as text' },
  { text: '{"body":"file"}', what: 'has no `body` with a JSON object as text' },
  { text: '{"body":"{}"}', what: 'has no `account.id` in its body' },
])('names the file that holds $text', ({ text, what }) => {
  writeFileSync(path, text);
  expect(() => readSampleRequest(path)).toThrow(`Expected an event of API Gateway in ${path}, but the file ${what}.`);
});

it('names a file that is missing', () => {
  expect(() => readSampleRequest('no/event.json')).toThrow('Expected an event file at no/event.json');
});
