import ts from 'typescript';

/**
 * @typedef {{ start: number, end: number, text: string, line: number }} Mutant one replacement in a source text
 */

/** @type {Readonly<Partial<Record<ts.SyntaxKind, string>>>} */
const OPERATORS = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
};

/**
 * Every small fault that could be made in a TypeScript source: another comparison or sign, the other
 * branch, a number one off, a truth turned.
 *
 * @param {string} source
 * @returns {Mutant[]}
 */
export function mutantsOf(source) {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const mutants = [];
  const add = (/** @type {ts.Node} */ node, /** @type {string} */ text) => {
    const start = node.getStart(file);
    mutants.push({
      start,
      end: node.getEnd(),
      text,
      line: file.getLineAndCharacterOfPosition(start).line + 1,
    });
  };
  const visit = (/** @type {ts.Node} */ node) => {
    const text = replacementOf(node);
    if (text !== undefined) add(ts.isBinaryExpression(node) ? node.operatorToken : node, text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}

/**
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
function replacementOf(node) {
  if (ts.isBinaryExpression(node)) return OPERATORS[node.operatorToken.kind];
  if (ts.isSourceFile(node) || ts.isLiteralTypeNode(node.parent)) return undefined;
  if (ts.isNumericLiteral(node)) return `(${node.text} + 1)`;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return node.operand.getText();
  }
  return undefined;
}
