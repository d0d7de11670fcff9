import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../audit/durable-file.ts'
import { parseRotation, type RotationJournal } from './rotation-state.ts'

/** The rotations of an installation on this machine. @param stateDirectory folder of the environment */
export function openFileJournal(stateDirectory: string): RotationJournal {
  const folder = join(stateDirectory, 'rotation')
  return {
    async read(secret) {
      const text = await readFile(join(folder, `${secret}.json`), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return
        throw error
      })
      return text === undefined ? undefined : parseRotation(text)
    },
    async write(rotation) {
      await mkdir(folder, { recursive: true })
      await replaceFile(join(folder, `${rotation.secret}.json`), `${JSON.stringify(rotation)}\n`)
    },
  }
}
