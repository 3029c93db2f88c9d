/** Why a command cannot go on, in one sentence for the person who typed it; shown without a stack. */
export class Stop extends Error {
  name = 'Stop';
}

/**
 * Runs a command's main function; a Stop becomes its sentence and exit code 1, anything else keeps its stack.
 *
 * @param {() => Promise<void>} main
 */
export async function stopping(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Stop) process.stderr.write(`${error.message}\n`);
    else throw error;
  }
}
