// Makes four calls, one after the other, and tells whether that took the process to `fetch`. Run by a test, with the
// test's certificate among those Node trusts, which can only be said before Node starts.

import { FrameioClient } from '../../lib/index.ts';

const client = new FrameioClient({ token: 'the-token', baseUrl: process.argv[2] });
await client.users.show();
await client.files.show('a', 'f');
await client.comments.create('a', 'f', { data: { text: 'x' } });
await client.experimental.users.show();
const loaded: unknown = Reflect.get(process, 'moduleLoadList');
const usesFetch = Array.isArray(loaded) && loaded.includes('NativeModule internal/deps/undici/undici');
console.log(JSON.stringify({ usesFetch }));
