import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The title of one test as it is written: of a template only what stands before the first `${`. */
export interface TestTitle {
  readonly file: string;
  readonly title: string;
}

/** The titles of all tests in `tests/`, of `it(…)`, `it.each(…)(…)`, `test.skipIf(…)(…)` and their like. */
export function testTitles(): readonly TestTitle[] {
  return readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('tests', name))
    .flatMap((file) => titlesOf(readFileSync(file, 'utf8')).map((title) => ({ file, title })));
}

function titlesOf(text: string): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (first !== undefined && ts.isCallExpression(node) && isTest(node)) titles.push(textOf(first));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', text, ts.ScriptTarget.Latest, true));
  return titles;
}

/** Whether a call declares tests: its callee begins with `it` or `test`, and it is not itself called on. */
function isTest(call: ts.CallExpression): boolean {
  let callee: ts.Expression = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else return false;
  }
  const isCalledOn = ts.isCallExpression(call.parent) && call.parent.expression === call;
  return ['it', 'test'].includes(callee.text) && !isCalledOn;
}

function textOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text : '';
}
