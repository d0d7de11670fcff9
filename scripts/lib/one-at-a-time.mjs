import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot } from './root.mjs'

/** Installing and building is done by one process of this folder at a time; another waits for it. */
export async function oneAtATime(act) {
  const file = inRoot('.semiont', 'preparing')
  mkdirSync(inRoot('.semiont'), { recursive: true, mode: 0o711 })
  let told = false
  while (!claim(file)) {
    const holder = Number(readFileSync(file, { encoding: 'utf8', flag: 'a+' }))
    if (holder > 0 && isRunning(holder)) {
      if (!told) process.stderr.write(`Process ${holder} is preparing Semiont in this folder; waiting for it.\n`)
      told = true
      await sleep(250)
    } else rmSync(file, { force: true })
  }
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await act()
  } finally {
    process.off('exit', release)
    release()
  }
}

function claim(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return error.code === 'EPERM'
  }
}
