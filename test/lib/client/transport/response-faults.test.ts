import type { ServerResponse } from 'node:http';
import { describe, expect } from '@jest/globals';
import { json } from '../../../support/scripted-server.ts';
import { POST, testFaults } from './faults.ts';

const HTML = { 'content-type': 'text/html' };

describe('a response that is not what Frame.io documents', () => {
  testFaults([
    {
      name: 'rejects for truncated JSON, without quoting it',
      api: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{'),
      error: {
        code: 'api_response_invalid',
        isOutcomeUnknown: true,
        message: expect.stringContaining('9 characters that are not valid JSON'),
      },
      requests: 1,
    },
    ...[200, 201, 202].map((code) => ({
      name: `rejects for an empty body with status ${code}: only a 204 may be empty`,
      api: (response: ServerResponse) => void response.writeHead(code).end(),
      call: POST,
      error: {
        code: 'api_response_invalid',
        isOutcomeUnknown: true,
        message: expect.stringContaining(`answered ${code} with an empty body`),
      },
      requests: 1,
    })),
    {
      name: 'rejects for an HTML page with status 200, and says what to check',
      api: (response) => response.writeHead(200, HTML).end('<html>Sign in</html>'),
      error: {
        code: 'api_response_invalid',
        message: expect.stringMatching(/an HTML page: .*check baseUrl and proxies/),
      },
      requests: 1,
    },
    {
      name: 'rejects with a ServerError that mentions the HTML page, for one with status 502',
      api: (response) => response.writeHead(502, HTML).end('<html>Bad gateway</html>'),
      call: POST,
      error: { code: 'server_error', errors: [], message: expect.stringContaining('an HTML page') },
      requests: 1,
    },
    {
      name: 'rejects for a redirect instead of following it with the token, and names the host and the fix',
      api: (response) => response.writeHead(302, { location: 'https://login.example/path?secret=1' }).end(),
      error: {
        code: 'api_response_invalid',
        message: expect.stringMatching(/redirect to login\.example, which the client does not follow: set baseUrl/),
      },
      requests: 1,
    },
    {
      name: 'is accepted as the last page of a list if its links are null',
      api: (response) => json(response, 200, { data: [], links: null }),
      call: async ({ comments }) => (await comments.index('a', 'f')).hasNextPage(),
      result: false,
      requests: 1,
    },
  ]);
});
