import { newSealKeys, openReply } from '@semiont/config/sealed-reply'
import { expect, it } from 'vitest'
import { ConfigurationError } from '../kernel/configuration.ts'
import { replyWriter } from './reply.ts'

function written(environment: NodeJS.ProcessEnv, result: string | undefined): string {
  let output = ''
  replyWriter(environment, (text) => {
    output += text
  })(result)
  return output
}

it('writes a result as a line, and nothing where there is none', () => {
  expect(written({}, '{"token":"abc"}')).toBe('{"token":"abc"}\n')
  expect(written({}, undefined)).toBe('')
})

it('seals it for the key that the environment names, also that there is none', () => {
  const keys = newSealKeys()
  const environment = { SEMIONT_REPLY_KEY: keys.publicKey }
  const output = written(environment, '{"token":"abc"}')
  expect(output).not.toContain('abc')
  expect(openReply(output.split('\n'), keys)).toBe('{"token":"abc"}')
  expect(openReply(written(environment, undefined).split('\n'), keys)).toBe('')
})

it('refuses what is no key before anything is done', () => {
  expect(() => replyWriter({ SEMIONT_REPLY_KEY: 'x' }, () => {})).toThrow(ConfigurationError)
})
