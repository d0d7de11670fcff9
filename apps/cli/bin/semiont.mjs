#!/usr/bin/env node
import { existsSync } from 'node:fs'

const program = new URL('../dist/main.js', import.meta.url)
if (existsSync(program)) await import(program.href)
else {
  process.stderr.write(
    'The semiont command is not built yet. In the folder of Semiont, run: npm run semiont -- version\n',
  )
  process.exitCode = 1
}
