import type { IncomingMessage } from 'node:http';

/**
 * Every value of a header, in order. `request.headers` keeps only the first of some headers that stand twice,
 * and joins others, so that it cannot be seen that a request says two things at once. `name` in lower case.
 */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  const values: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = rawHeaders[i];
    if (header?.length === name.length && header.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}
