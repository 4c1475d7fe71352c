import { expect, it } from '@jest/globals';
import { jobKey } from '../../../lib/jobs/job-key.ts';

it('the key of a job is the same in every version, because a retry after a deployment must not repeat the job', () => {
  const job = { parentKey: 'a', handlerName: 'index', jobName: 'archive' };
  // printf 'job:["a","index","archive","b"]' | openssl dgst -sha256
  expect(jobKey({ ...job, key: 'b' })).toBe('30ee75da01c852bea517f31df3c2bd5134619383512198752fce6fca5a6a15e2');
  // printf 'job:["a","index","archive"]' | openssl dgst -sha256
  expect(jobKey({ ...job, key: undefined })).toBe('3925f4b0fea8c08511d4d3679925861491a089580a779c16d882e1cf23981a63');
});
