import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import {
  CONSOLE_BAN,
  DEFAULT_EXPORT_BAN,
  PURITY_GLOBALS,
  PURITY_PROPERTIES,
  PURITY_SYNTAX,
  SLEEP_BANS,
  TYPE_BANS,
} from './scripts/lint/bans.mjs';
import { FOLDERS, restrictedImports } from './scripts/lint/restrictedImports.mjs';

const CODE = ['**/*.ts', '**/*.js', '**/*.mjs', '**/*.cjs', '**/*.svelte'];
const CONFIGS = ['*.config.{js,ts}', '.dependency-cruiser.cjs', 'scripts/lib/CountReporter.mjs'];
const PURE = ['shared/**/*.ts', 'server/hub/**/*.ts'];
const TESTS = ['tests/**/*.ts'];
const IN_CLIENT = [
  'client/**/*.ts',
  'tests/dom/**/*.ts',
  'tests/e2e/pages/**/*.ts',
  'bench/pages/**/*.ts',
  '**/*.svelte',
  '**/*.svelte.ts',
];

/** `no-restricted-syntax` for some files: a later block replaces an earlier one, so each names all it wants. */
const syntax = (...bans) => ({ 'no-restricted-syntax': ['error', ...bans] });

const SIZE = {
  'max-lines': ['error', { max: 250 }],
  'max-lines-per-function': ['error', { max: 50 }],
  complexity: ['error', { max: 10 }],
};

const TYPED = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/no-base-to-string': 'error',
  '@typescript-eslint/no-deprecated': 'error',
};

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'var/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: CODE,
    extends: [ts.configs.base],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: globals.es2023 },
    rules: {
      ...SIZE,
      ...syntax(...TYPE_BANS, DEFAULT_EXPORT_BAN),
      'no-restricted-globals': ['error', CONSOLE_BAN],
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-fallthrough': 'error',
      'no-throw-literal': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-self-compare': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-debugger': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
  { files: ['**/*.{ts,svelte}'], rules: TYPED },
  {
    files: ['{shared,server,tests,bench}/**/*.ts'],
    ignores: IN_CLIENT,
    languageOptions: { parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
  },
  ...svelte.configs.recommended,
  {
    files: IN_CLIENT,
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: ['.svelte'],
        project: ['tsconfig.client.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': ['error', { max: 200 }], ...syntax(...TYPE_BANS) } },
  // Tables are replaced whole and read through $state.raw; a reactive Map would make every cell a signal.
  { files: IN_CLIENT, rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  ...FOLDERS.map((folder) => ({
    files: [`${folder}/**/*.{ts,js,svelte}`],
    rules: { 'no-restricted-imports': ['error', { patterns: restrictedImports(folder) }] },
  })),
  {
    files: PURE,
    rules: {
      ...syntax(...TYPE_BANS, DEFAULT_EXPORT_BAN, ...PURITY_SYNTAX),
      'no-restricted-properties': ['error', ...PURITY_PROPERTIES],
      'no-restricted-globals': ['error', CONSOLE_BAN, ...PURITY_GLOBALS],
    },
  },
  {
    files: TESTS,
    rules: {
      ...syntax(...TYPE_BANS, DEFAULT_EXPORT_BAN, ...SLEEP_BANS),
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      // A test reads foreign text by JSON.parse and judges it branch by branch; what it expects is the check.
      complexity: 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '\\.test(\\.ts)?$', message: 'What two tests need belongs into tests/support.' },
            {
              regex: 'timers/promises$',
              message: 'A test never sleeps: wait for the event, or use vi.waitFor.',
            },
          ],
        },
      ],
    },
  },
  { files: ['*.config.{js,ts}'], ...ts.configs.disableTypeChecked },
  { files: CONFIGS, rules: { ...syntax(...TYPE_BANS), 'max-lines-per-function': 'off' } },
);
