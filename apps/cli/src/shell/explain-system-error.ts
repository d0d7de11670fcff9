interface Explanation {
  readonly message: string
  readonly action: string
}

/** What the operating system refuses and the person can change. Its code is in capitals: `ENOSPC`. */
const EXPLANATIONS: Readonly<Record<string, (place: string) => Explanation>> = {
  ENOSPC: (place) => ({
    message: `The disk is full: nothing more can be written${place}.`,
    action: 'Make room, then type the same command again. What takes the space: du -xh --max-depth=2 | sort -h | tail',
  }),
  EDQUOT: (place) => ({
    message: `Your disk quota is used up: nothing more can be written${place}.`,
    action: 'Make room or have the quota raised, then type the same command again.',
  }),
  EACCES: (place) => ({
    message: `This account may not do that${place}.`,
    action: 'Run the command as the account that started Semiont, or give this one the right to the file.',
  }),
  EPERM: (place) => ({
    message: `This account may not do that${place}.`,
    action: 'Run the command as the account that started Semiont.',
  }),
  EROFS: (place) => ({
    message: `The file system can only be read${place}.`,
    action: 'Mount it for writing, or work in another folder.',
  }),
  EMFILE: () => ({
    message: 'Too many files are open.',
    action: 'Allow more with: ulimit -n 65536',
  }),
}

/** Undefined for what is no such error. */
export function explainSystemError(error: unknown): Explanation | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const place = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
  return EXPLANATIONS[error.code]?.(place)
}
