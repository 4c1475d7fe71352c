module.exports = process.getBuiltinModule('node:events'); // a class, which nothing but itself can stand in for
