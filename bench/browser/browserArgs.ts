/** As the tests start it: software drawing, and none of the browser's own calls to its maker. */
export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
