// `WebSocket`, one of its names, loads undici: some 13 ms on Node 24.
module.exports = process.getBuiltinModule('node:http');
