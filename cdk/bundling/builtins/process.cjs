// Some of its names are computed when they are read: some 2 ms on Node 24.
module.exports = process;
