import type { OpenApi, Operation } from './openApi.ts';

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h2{font:600 1rem ui-monospace,monospace;border-top:1px solid #ccc;padding-top:1rem;margin-top:2rem}
b{display:inline-block;min-width:3.5rem;color:#0b5394}
pre{background:#f3f4f6;padding:.75rem;overflow:auto;max-height:20rem}
td,th{text-align:left;padding:.15rem 1rem .15rem 0;vertical-align:top}`;

/** The API's description as a page that needs nothing but itself: no script, no other host. */
export function docsPage(document: OpenApi): string {
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Whistleboard API</title>',
    `<style>${STYLE}</style></head><body><h1>Whistleboard API</h1>`,
    `<p>${escape(document.info.description)}</p>`,
    '<p>Programs say who they are with <code>Authorization: Bearer &lt;key&gt;</code>. ',
    'The same as a document: <a href="/api/v1/openapi.json">openapi.json</a>.</p>',
    ...calls,
    '</body></html>',
  ].join('\n');
}

function section(method: string, path: string, operation: Operation): string {
  const answers = Object.entries(operation.responses).map(
    ([status, answer]) => `<tr><th>${status}</th><td>${escape(describe(answer))}</td></tr>`,
  );
  return [
    `<h2><b>${method.toUpperCase()}</b> ${escape(path)}</h2><p>${escape(operation.summary)}</p>`,
    `<table>${answers.join('')}</table>`,
    operation.requestBody === undefined ? '' : details('Body', operation.requestBody),
    details('Answers', operation.responses),
  ].join('\n');
}

function describe(answer: object): string {
  return 'description' in answer ? String(answer.description) : '';
}

function details(title: string, value: object): string {
  const json = escape(JSON.stringify(value, null, 1));
  return `<details><summary>${title}</summary><pre>${json}</pre></details>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
