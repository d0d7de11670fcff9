// What the embedded PostgreSQL runs to keep a finished segment of its write-ahead log, and to get one back:
//   node wal-segments.mjs archive <path of the segment> <its name> <folder>
//   node wal-segments.mjs restore <folder> <name of the segment> <where to put it>
// It has no dependencies and is no TypeScript: it runs with PostgreSQL's account. A segment that was closed early is mostly
// zeros, so each is compressed. Anything but exit code 0 means "not kept" or "not there"; PostgreSQL then asks again.
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

const [action, first = '', second = '', third = ''] = process.argv.slice(2)

if (action === 'archive') archive(first, join(third, `${second}.gz`), third)
else if (action === 'restore') restore(join(first, `${second}.gz`), third)
else process.exitCode = 2

/** PostgreSQL asks again after a crash: the same content is kept already, another must never replace it. */
function archive(source, target, folder) {
  const content = readFileSync(source)
  if (isThere(target)) {
    process.exitCode = gunzipSync(readFileSync(target)).equals(content) ? 0 : 1
    return
  }
  const temporary = `${target}.${randomBytes(4).toString('hex')}.new`
  writeFileSync(temporary, gzipSync(content, { level: 1 }), { mode: 0o600, flag: 'wx' })
  sync(temporary)
  renameSync(temporary, target)
  sync(folder)
}

function restore(source, target) {
  if (isThere(source)) writeFileSync(target, gunzipSync(readFileSync(source)), { mode: 0o600 })
  else process.exitCode = 1
}

/** Not `existsSync`: access(2) leaves out the ability to pass through private folders, which PostgreSQL's account may have. */
function isThere(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function sync(path) {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
