// Makes four sequential calls and prints whether they loaded `fetch`. A test runs this file in its own process, because
// Node reads the trusted certificates only at its start.

import { FrameioClient } from '../../lib/client/client.ts';

const client = new FrameioClient({ token: 'the-token', baseUrl: process.argv[2] });
await client.users.show();
await client.files.show('a', 'f');
await client.comments.create('a', 'f', { data: { text: 'x' } });
await client.experimental.users.show();
const loaded: unknown = Reflect.get(process, 'moduleLoadList');
const usesFetch = Array.isArray(loaded) && loaded.includes('NativeModule internal/deps/undici/undici');
console.log(JSON.stringify({ usesFetch }));
