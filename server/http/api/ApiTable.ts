import { assert } from '../../../shared/lib/assert.ts';
import type { ApiRoute } from './ApiRoute.ts';

export type ApiMatch =
  | { readonly kind: 'route'; readonly route: ApiRoute; readonly params: Readonly<Record<string, string>> }
  /** The path exists, but not for this method. */
  | { readonly kind: 'otherMethod'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

/** Every call there is, found by method and path. */
export class ApiTable {
  readonly routes: readonly ApiRoute[];
  readonly #patterns: readonly (readonly [RegExp, ApiRoute])[];

  constructor(routes: readonly ApiRoute[]) {
    this.routes = routes;
    this.#patterns = routes.map((route) => [patternOf(route.path), route]);
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    assert(new Set(names).size === names.length, 'a call stands twice in the API table');
  }

  /** `path` without its query. */
  match(method: string, path: string): ApiMatch {
    const allow: string[] = [];
    for (const [pattern, route] of this.#patterns) {
      const found = pattern.exec(path);
      if (found === null) continue;
      if (route.method === method) return { kind: 'route', route, params: decoded(found.groups ?? {}) };
      allow.push(route.method);
    }
    return allow.length === 0 ? { kind: 'none' } : { kind: 'otherMethod', allow };
  }
}

function patternOf(path: string): RegExp {
  const source = path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}/?$`);
}

/** A value that is no proper percent-encoding stands for itself; nothing is known by such a name. */
function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}
