import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

/** Share of the mutants in a folder that the tests have to notice. */
export const MINIMUM_PERCENTAGE = 90;

/** Result of one folder. */
export interface FolderResult {
  readonly folder: string;
  /** Mutants that made a test fail or run into a timeout, in percent. */
  readonly percentage: number;
  readonly survivors: readonly MutantResult[];
}

/** Counts the mutants that tests notice. A mutant that no test reaches survives. Ignored mutants do not count. */
export function summarize(folder: string, mutants: readonly MutantResult[]): FolderResult {
  const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const total = killed.length + survivors.length;
  return { folder, percentage: total === 0 ? 100 : (100 * killed.length) / total, survivors };
}

/** Describes a survivor: place, status, and what replaced which code. */
export function describeSurvivor({ fileName, location, status, replacement = '' }: MutantResult): string {
  const { start, end } = location;
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const original = lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined).trim(),
    )
    .join(' ');
  const place = `${relative(process.cwd(), fileName)}:${start.line}:${start.column}`;
  return `${place}${status === 'NoCoverage' ? ' (no test)' : ''}: ${original}  ->  ${replacement.replaceAll(/\s+/g, ' ')}`;
}

/** Returns the table of all folders. */
export function formatTable(results: readonly FolderResult[]): string {
  const rows = results.map(({ folder, percentage, survivors }) => [
    folder,
    percentage.toFixed(1),
    `${survivors.length}`,
  ]);
  const table = [['folder', 'killed %', 'survivors'], ...rows];
  const width = Math.max(...table.map(([folder = '']) => folder.length));
  return table
    .map(([folder = '', ...cells]) => [folder.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join(''))
    .join('\n');
}
