module.exports = require('./stand-in.cjs').standInFor('node:url');
