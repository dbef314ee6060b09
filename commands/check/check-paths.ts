import { type CheckOptions, checkFiles, lineOf } from '#kernel/definition'
import { contentDirectory } from '../../content.ts'
import type { CommandLine, Outcome } from '../command.ts'
import { checkDirectory } from './directory-files.ts'
import { exampleRunner } from './example-runner.ts'
import { openMemory } from './memory.ts'
import { checkSites } from './site-files.ts'

interface PathsToCheck {
  /** None: the content of this checkout. */
  readonly paths: readonly string[]
  /** Whether what was said last time counts for nothing. */
  readonly anew: boolean
  readonly share: NonNullable<CheckOptions['share']>
  readonly say: CommandLine['say']
}

/** Checks files and folders, says what is wrong line by line, and sums up. */
export async function checkPaths({ paths, anew, share, say }: PathsToCheck): Promise<Outcome> {
  const memory = openMemory({ anew })
  const result = await checkFiles(paths.length > 0 ? paths : [contentDirectory], {
    otherwise: contentDirectory,
    run: exampleRunner(),
    memory: memory.files,
    share,
  })
  memory.keep()
  const listed =
    paths.length > 0
      ? []
      : [
          ...(await checkDirectory(contentDirectory, result.items)),
          ...(await checkSites(contentDirectory, result.items)),
        ]
  for (const finding of [...result.findings, ...listed]) say(lineOf(finding))
  const { walked, waiting } = result.examples
  const figures = {
    items: result.items.length,
    implementations: result.implementations.length,
    errors: result.errors + listed.filter(({ severity }) => severity === 'error').length,
    warnings: result.warnings + listed.filter(({ severity }) => severity === 'warning').length,
    examples: walked,
    examplesWaiting: waiting,
  }
  return {
    ok: figures.errors === 0 && result.items.length > 0,
    figures,
    text: `${figures.items} items, ${figures.implementations} implementations, ${walked} examples walked, ${waiting} waiting for later verbs; ${figures.errors} errors, ${figures.warnings} warnings`,
  }
}
