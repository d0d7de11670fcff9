import { execFileSync } from 'node:child_process'

/**
 * The LC_CTYPE of the database. Words are split and folded by it in full-text search, so it must know letters beyond ASCII.
 * `lower` and sorting do not depend on it: they use PostgreSQL's own C.UTF-8, which is the same on every machine.
 * @returns undefined when this machine has no UTF-8 locale at all
 */
export function findUtf8CharacterType(available: readonly string[] = installedLocales()): string | undefined {
  const normalized = (name: string) => name.toLowerCase().replace('utf-8', 'utf8')
  const find = (wanted: string) => available.find((name) => normalized(name) === wanted)
  return find('c.utf8') ?? find('en_us.utf8') ?? available.find((name) => normalized(name).endsWith('.utf8'))
}

function installedLocales(): string[] {
  try {
    return execFileSync('locale', ['-a'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split(/\r?\n/)
      .filter(Boolean)
  } catch {
    // Without the program (musl systems): there every locale is UTF-8, and this name always exists.
    return process.platform === 'linux' ? ['C.UTF-8'] : []
  }
}
