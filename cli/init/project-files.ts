import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of a new project. */
export interface ProjectFile {
  /** Path from the root of the project, with `/`. */
  readonly path: string;
  readonly content: string;
}

const TEMPLATE = fileURLToPath(new URL('./template/', import.meta.url));

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2024'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  },
  include: ['cdk', 'functions', 'test'],
};

/** What a project keeps out of git. */
export const IGNORED = ['node_modules/', 'cdk.out/', 'cdk.context.json', '.sandbox/', '.env'] as const;

const ENV_EXAMPLE = `# Values for \`npm start\`. Copy this file to .env, which git ignores, and fill it in. Only the local run reads .env.
#
# A variable that the app declares in functions/app.ts (\`env: { CHANNEL: 'string' }\`) has its own name:
#   CHANNEL="#dailies"
#
# A secret that the app declares (\`secrets: { slack: {} }\`) has the name in capitals with the suffix _SECRET:
#   SLACK_SECRET=xoxb-...
#
# Write a value that contains # in quotes.
`;

/**
 * Returns the files of a new project, except `package.json`. Most are files in `template/`. Tools would take some names there
 * for this package's own settings, and npm leaves some out of a package: those files come from this module.
 */
export function projectFiles(): readonly ProjectFile[] {
  const settings = [
    { path: 'tsconfig.json', content: `${JSON.stringify(TSCONFIG, null, 2)}\n` },
    { path: '.gitignore', content: `${IGNORED.join('\n')}\n` },
    { path: '.env.example', content: ENV_EXAMPLE },
  ];
  return [...filesIn(TEMPLATE), ...settings];
}

function filesIn(folder: string): readonly ProjectFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return { path: relative(folder, path).split(sep).join('/'), content: readFileSync(path, 'utf8') };
  });
}
