import { DataDir } from '../store/dir/DataDir.ts';
import { EndMark } from '../store/dir/EndMark.ts';
import type { LogEnd } from '../store/dir/EndMark.ts';
import type { Layout } from '../store/dir/layout.ts';
import { ownerOf, readSecrets } from '../store/dir/secrets.ts';
import { chainOver, endFault } from '../store/sqlite/logEnd.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import type { Findings } from './Findings.ts';

/**
 * What a directory says of the end of its log: the mark, `none` in a directory of format 1, or why it cannot be
 * read. Read it before the store: a hub at work notes each end after it wrote it.
 */
export type MarkFound = LogEnd | 'none' | Error;

export function findMark(layout: Layout): MarkFound {
  try {
    const { format } = DataDir.bindingOf(layout.root);
    const owner = ownerOf(readSecrets(layout.secrets, format));
    return format === 1 ? 'none' : EndMark.read(layout.mark, owner);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Whether the log reaches its end mark through the very events that were acknowledged. */
export function verifyEnd(tables: StoreTables, mark: MarkFound, findings: Findings): boolean {
  if (mark === 'none') return false;
  if (mark instanceof Error) {
    findings.add(mark.message);
    return false;
  }
  const fault = findings.guard(() => endFault(tables, mark) ?? chainFault(tables, mark));
  if (fault !== undefined) findings.add(fault);
  return fault === undefined;
}

function chainFault(tables: StoreTables, { chain, chainFrom, seq }: LogEnd): string | undefined {
  if (chainOver(tables, 0, chainFrom, seq) === chain) return undefined;
  return `An event between ${chainFrom + 1} and ${seq} is missing or not the one that was acknowledged.`;
}
