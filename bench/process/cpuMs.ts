/** Milliseconds of processor time, its own and the kernel's for it, that this process has used, all threads. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
