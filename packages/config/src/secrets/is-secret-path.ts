/**
 * Whether a path names a secret rather than a setting: names of secrets have a hyphen or a slash, keys of settings never do.
 * So a slip in the name of a secret is never taken for a setting whose value may be shown.
 */
export function isSecretPath(path: string): boolean {
  return /[-/]/.test(path)
}
