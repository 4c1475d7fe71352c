import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../lib/core/errors.ts';
import { job, jobNamed } from '../../../lib/jobs/job.ts';

describe('a job with declared fields', () => {
  const archive = job('archive', { fileId: 'string', frames: 'number', notify: 'boolean' });

  it('accepts a payload with these fields, and with more', () => {
    const payload = { fileId: 'a', frames: 24, notify: false, note: 'added by a newer version' };
    expect(archive.parse(payload)).toBe(payload);
  });

  it.each([
    { name: 'a missing field', payload: { fileId: 'a', frames: 24 }, found: '{ fileId: string, frames: number }' },
    { name: 'a field of another type', payload: { fileId: 1, frames: 24, notify: true }, found: 'fileId: number' },
    { name: 'an inherited field', payload: Object.create({ fileId: 'a', frames: 1, notify: true }), found: '{  }' },
    { name: 'a list', payload: ['a'], found: 'object' },
    { name: 'a text', payload: 'a', found: 'string' },
    { name: 'null', payload: null, found: 'object' },
  ])('refuses $name, and says what it expects', ({ payload, found }) => {
    const expected = `The job "archive" expects the payload { fileId: string, frames: number, notify: boolean }, found`;
    expect(() => archive.parse(payload)).toThrow(
      expect.objectContaining({ code: 'job_payload_invalid', message: expect.stringContaining(expected) }),
    );
    expect(() => archive.parse(payload)).toThrow(found);
  });
});

it('a job can check its payload with a function', () => {
  const render = job('render', (payload) => String(payload).toUpperCase());
  expect(render.parse('a')).toBe('A');
});

it.each(['archive', 'render-proxy', 'studio.archive_2', 'A', 'a'.repeat(64)])('accepts the name %s', (name) => {
  const named = jobNamed(name);
  expect(named.name).toBe(name);
  expect(named.parse({ any: 'payload' })).toEqual({ any: 'payload' });
});

it.each(['', ' archive', 'ar chive', '2nd', 'a-', 'a/b', 'ä', 'a'.repeat(65)])('refuses the name %j', (name) => {
  expect(() => job(name, {})).toThrow(ConfigError);
  expect(() => jobNamed(name)).toThrow(ConfigError);
});
