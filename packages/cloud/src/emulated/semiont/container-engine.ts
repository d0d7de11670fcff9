import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A `docker` that builds nothing: it notes each call, refuses one that Docker would refuse (no Dockerfile, no password on
 * standard input, a push without login or build), and a push names an empty manifest in the registry of the account.
 */
const PROGRAM = `#!/usr/bin/env bash
set -euo pipefail
notes=$(dirname "$0")/docker-notes
echo "$*" >>"$notes"
last=\${!#}
case "$1 \${2:-}" in
  'info ') ;;
  'buildx version') ;;
  'buildx build')
    [[ $last == . ]] || { echo 'requires 1 argument' >&2; exit 1; }
    while (($# > 1)); do
      case $1 in
        --file) [[ -f $2 ]] || { echo "open $2: no such file" >&2; exit 1; } ;;
        --tag) echo "$2" >>"$notes.built" ;;
      esac
      shift
    done
    ;;
  'login --username')
    [[ $3 == AWS && $4 == --password-stdin ]] || exit 1
    password=$(cat)
    [[ -n $password ]] || { echo 'password is empty' >&2; exit 1; }
    echo "$password" >"$notes.password"
    ;;
  'push '*)
    [[ -f $notes.password ]] || { echo 'no basic auth credentials' >&2; exit 1; }
    grep -qxF "$2" "$notes.built" || { echo "An image does not exist locally with the tag: $2" >&2; exit 1; }
    path=\${2#*/}
    manifest='{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"digest":"sha256:'$(printf %s "$2" | sha256sum | cut -c1-64)'","size":1},"layers":[]}'
    aws ecr put-image --repository-name "\${path%%:*}" --image-tag "\${path##*:}" --image-manifest "$manifest" >/dev/null
    ;;
  *) echo "unknown command: $*" >&2; exit 1 ;;
esac
`

export interface ContainerEngine {
  /** Every call so far, as it was typed. */
  calls: () => string[]
  /** What came through standard input at the last login. */
  password: () => string
}

/** Puts it into a folder that is on the path. */
export function installContainerEngine(folder: string): ContainerEngine {
  const program = join(folder, 'docker')
  writeFileSync(program, PROGRAM)
  chmodSync(program, 0o755)
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  return {
    calls: () => read(`${program}-notes`).split('\n').filter(Boolean),
    password: () => read(`${program}-notes.password`).trim(),
  }
}
