import { expect, it } from '@jest/globals';
import { commandOptions } from '../../../cli/doctor/command-options.ts';

it.each([
  { options: {}, text: '' },
  { options: { stack: 'Dailies', region: 'eu-central-1' }, text: ' --stack Dailies --region eu-central-1' },
  { options: { sandbox: 'local', state: 'my state' }, text: " --sandbox --state 'my state'" },
  { options: { sandbox: 'http://127.0.0.1:4410' }, text: ' --sandbox http://127.0.0.1:4410' },
])('a command for the app of $options gets the options "$text"', ({ options, text }) => {
  expect(commandOptions(options)).toBe(text);
});
