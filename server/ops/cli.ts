import { loadCity } from '../loadCity.ts';
import { runCommand } from './runCommand.ts';

// The one place where what went wrong becomes a sentence and an exit code.
try {
  const { report, isGood } = await runCommand(process.argv.slice(2), loadCity);
  process.stdout.write(`${report}\n`);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
