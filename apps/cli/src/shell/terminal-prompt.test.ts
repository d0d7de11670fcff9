import { setTimeout as sleep } from 'node:timers/promises'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openPrompt } from './terminal-prompt.ts'

const FLAGS = {
  json: false,
  plain: false,
  quiet: false,
  verbose: false,
  dryRun: false,
  noInput: false,
  yes: false,
  confirm: undefined,
  emergency: undefined,
  stealLock: undefined,
  timeoutSeconds: undefined,
}
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'

function promptOn(kind: 'terminal' | 'pipe', flags: Partial<typeof FLAGS> = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: kind === 'terminal' })
  let shown = ''
  const stderr = new PassThrough().on('data', (chunk) => (shown += String(chunk)))
  const stopping = new AbortController()
  return {
    prompt: openPrompt({ input, stderr }, { ...FLAGS, ...flags }, stopping.signal),
    /** Once the question stands there. */
    type: async (keys: string) => {
      await sleep(1)
      input.write(keys)
    },
    stop: () => stopping.abort(),
    pipe: (text: string) => void input.end(text),
    shown: () => shown,
  }
}

describe('at a terminal', () => {
  it('takes yes for yes, and everything else for no', async () => {
    for (const [typed, meant] of [
      ['y', true],
      ['Yes', true],
      ['n', false],
      ['', false],
    ] as const) {
      const { prompt, type, shown } = promptOn('terminal')
      const answered = prompt.confirm('Stop everything?')
      await type(`${typed}\r`)
      expect(await answered).toBe(meant)
      expect(shown()).toContain('Stop everything? [y/N] ')
    }
  })

  it('does not ask what --yes has answered', async () => {
    const { prompt, shown } = promptOn('terminal', { yes: true })
    expect([await prompt.confirm('Stop?'), shown()]).toEqual([true, ''])
  })

  it('shows what is typed, but not a secret', async () => {
    const open = promptOn('terminal')
    const name = open.prompt.ask('Its name?', { fallback: 'semiont' })
    await open.type('library\r')
    expect([await name, open.shown()]).toEqual(['library', expect.stringContaining('library')])
    const hidden = promptOn('terminal')
    const secret = hidden.prompt.secret('jwt-secret')
    await hidden.type('very secret\r')
    expect([await secret, hidden.shown()]).toEqual(['very secret', 'jwt-secret (not shown while you type): \n'])
  })

  it('takes the fallback for an empty line', async () => {
    const { prompt, type } = promptOn('terminal')
    const answered = prompt.ask('Its name?', { fallback: 'semiont' })
    await type('\r')
    expect(await answered).toBe('semiont')
  })

  it('is interrupted by Ctrl-C, which is a key here, and by being stopped', async () => {
    const first = promptOn('terminal')
    const secret = first.prompt.secret('jwt-secret')
    await Promise.all([expect(secret).rejects.toMatchObject({ exitCode: 130 }), first.type(`half${CTRL_C}`)])
    const second = promptOn('terminal')
    const name = second.prompt.ask('Its name?')
    second.stop()
    await expect(name).rejects.toMatchObject({ exitCode: 130 })
  })

  it('takes Ctrl-D for nothing', async () => {
    const { prompt, type } = promptOn('terminal')
    const answered = prompt.secret('jwt-secret')
    await type(CTRL_D)
    expect(await answered).toBe('')
  })

  it('does not ask with --no-input', async () => {
    const { prompt } = promptOn('terminal', { noInput: true })
    await expect(prompt.confirm('Stop?')).rejects.toMatchObject({ exitCode: 5 })
    await expect(prompt.ask('Name?', { instead: 'Give it with --name.' })).rejects.toThrow(
      'Name? Nobody is there to answer. Give it with --name.',
    )
    await expect(prompt.secret('jwt-secret')).rejects.toThrow('--no-input forbids asking')
  })
})

describe('without a terminal', () => {
  it('reads secrets from what is piped in, one line each', async () => {
    const { prompt, pipe, shown } = promptOn('pipe')
    pipe('client id\nclient secret\r\n')
    expect([await prompt.secret('id'), await prompt.secret('secret')]).toEqual(['client id', 'client secret'])
    expect([await prompt.secret('more'), shown()]).toEqual(['', ''])
  })

  it('refuses to take silence for an answer', async () => {
    const { prompt } = promptOn('pipe')
    await expect(prompt.confirm('Stop?')).rejects.toMatchObject({
      exitCode: 5,
      action: expect.stringContaining('--yes'),
    })
    await expect(prompt.ask('Name?')).rejects.toMatchObject({ name: 'UsageError' })
  })

  it('stops waiting for what is never piped in', async () => {
    const { prompt, stop } = promptOn('pipe')
    const secret = prompt.secret('jwt-secret')
    stop()
    await expect(secret).rejects.toMatchObject({ exitCode: 130 })
  })
})
