import { readdirSync, readlinkSync } from 'node:fs';

/**
 * How many sockets and files a process has open for others: without the database and keys, which its own threads
 * open and close when there is work for them, and without what makes a thread wake up.
 */
export function openDescriptors(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    const target = targetOf(`${folder}/${name}`);
    return target !== undefined && !/^(anon_inode|pipe):|\/(whistleboard\.db|keys\.bin)/.test(target);
  }).length;
}

/** Undefined where it was closed meanwhile. */
function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
