/** The part of dynalite that the sandbox uses. The package has no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /**
     * Folder of the tables.
     * @default none: tables are in memory
     */
    readonly path?: string;
    /** Milliseconds until a new table becomes active. */
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
  }

  function dynalite(options?: Options): Server;
  export = dynalite;
}
