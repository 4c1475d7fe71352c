/** The part of dynalite that is used; the package has no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the tables. Without it, they are in memory. */
    readonly path?: string;
    /** How long a table takes to be there. */
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
  }

  function dynalite(options?: Options): Server;
  export = dynalite;
}
