const PATTERN = /^semiont-([a-z][a-z0-9-]*)-(\d{8}T\d{6}Z)\.tar\.zst$/

/** `semiont-production-20260131T120000Z.tar.zst`: names sort by time. */
export function archiveName(environment: string, at: Date): string {
  return `semiont-${environment}-${compactTime(at)}.tar.zst`
}

/** `20260131T120000Z`, UTC. */
export function compactTime(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}

/** Whether a file is called as a backup of that environment is. */
export function isArchiveOf(environment: string, name: string): boolean {
  return PATTERN.exec(name)?.[1] === environment
}
