/** A DynamoDB in memory; the package has no types of its own. */
declare module 'dynalite' {
  function dynalite(options: { readonly createTableMs: number }): import('node:http').Server;
  export = dynalite;
}
