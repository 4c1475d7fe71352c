import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { quoteForShell } from '../../cdk/quote-for-shell.ts';

it.each(["it's", '$(id) `id` "a" \\ !', '', 'a (b)*', '-x', 'a\nb'])('a shell reads %j as one word', (text) => {
  expect(execFileSync('sh', ['-c', `printf '<%s>' ${quoteForShell(text)}`], { encoding: 'utf8' })).toBe(`<${text}>`);
});

it.each(['a-b.c/d', 'http://127.0.0.1:8080/sandbox'])('leaves %s as it is', (text) => {
  expect(quoteForShell(text)).toBe(text);
});
