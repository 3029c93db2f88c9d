import { run } from './run.mjs';

const TYPES = ['feat', 'fix', 'perf', 'refactor', 'test', 'docs', 'build', 'ci', 'chore', 'revert'];
const MAX = 72;
const FORM = new RegExp(`^(${TYPES.join('|')})(\\([a-z0-9-]+\\))?!?: \\S.*[^.]$`);

/** Every commit whose subject is not `type(scope): subject` within 72 characters; undefined where git tells of none. */
export async function commitSubjectFaults() {
  const { code, output } = await run('git', ['log', '--no-merges', '--format=%h %s'], { quiet: true }).catch(
    () => ({
      code: 1,
      output: '',
    }),
  );
  if (code !== 0) return undefined;
  return output
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const subject = line.slice(line.indexOf(' ') + 1);
      const fault = subjectFault(subject);
      return fault === undefined ? [] : [`${line}: ${fault}`];
    });
}

/**
 * What is wrong with a commit's subject, or undefined.
 *
 * @param {string} subject
 */
export function subjectFault(subject) {
  if ([...subject].length > MAX) return `longer than ${MAX} characters: say the rest in the body`;
  if (!FORM.test(subject))
    return `write type(scope): subject, without a full stop; types are ${TYPES.join(', ')}`;
  return undefined;
}
