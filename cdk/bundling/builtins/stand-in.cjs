/**
 * Stands in for a module of Node's own in a bundle: for `import` and for `require`, with all that it exports.
 *
 * Names are looked up when they are used. esbuild gives those who import an object with the prototype of this one, onto
 * which it copies the names that this one has itself: none. Copying those of all modules would be 1 ms of a cold start.
 * What is written to it, as tracers do that wrap `request`, is written to Node's.
 */
exports.standInFor = (name) => {
  const builtin = process.getBuiltinModule(name);
  return new Proxy(Object.create(builtin), {
    set: (_, key, value) => Reflect.set(builtin, key, value),
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(builtin, key, descriptor),
  });
};
