const REPORT_DESCRIPTOR = 3;

/** Hands a measurement to the process that started this one. Not through standard output, where contestants may log. */
export function report(measurement: unknown): void {
  process.getBuiltinModule('node:fs').writeSync(REPORT_DESCRIPTOR, JSON.stringify(measurement));
}
