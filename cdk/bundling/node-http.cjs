/**
 * Stands in for `node:http` when a function is bundled. As an ES module, Node's own reads every name it exports at once,
 * one of which (`WebSocket`) loads undici: some 13 ms of a cold start on Node 24. From here names are read when used.
 */
module.exports = process.getBuiltinModule('node:http');
