import { expect, it } from 'vitest'
import { decide, evolve, type ParticipantCommand, type ParticipantState } from './participant.ts'

const ada: ParticipantState = { kind: 'person', name: 'Ada', role: 'member', status: 'active', agent: null }
const owned = { software: 'reader', softwareVersion: '1', model: 'm1', ownerId: 'usr_1' }
const bot: ParticipantState = { kind: 'agent', name: 'Bot', role: 'member', status: 'active', agent: owned }

function change(
  state: ParticipantState | undefined,
  command: Omit<ParticipantCommand & { type: 'ChangeParticipant' }, 'type'>,
) {
  return decide({ type: 'ChangeParticipant', ...command }, state)
}

it('registers a participant once', () => {
  const command = { type: 'RegisterParticipant', kind: 'person', name: 'Ada', role: 'member', agent: null } as const
  const events = decide(command, undefined)
  expect(events).toEqual([
    { type: 'participant.registered', data: { kind: 'person', name: 'Ada', role: 'member', agent: null } },
  ])
  expect(events.reduce(evolve, undefined as ParticipantState | undefined)).toEqual(ada)
  expect(() => decide(command, ada)).toThrow('registered already')
})

it('tells each change with what was before', () => {
  const events = change(ada, { name: 'Ada L.', role: 'reader', status: 'disabled' })
  expect(events).toEqual([
    { type: 'participant.renamed', data: { before: 'Ada', after: 'Ada L.' } },
    { type: 'participant.roleChanged', data: { before: 'member', after: 'reader' } },
    { type: 'participant.disabled', data: { before: 'active', after: 'disabled' } },
  ])
  expect(events.reduce(evolve, ada as ParticipantState | undefined)).toEqual({
    ...ada,
    name: 'Ada L.',
    role: 'reader',
    status: 'disabled',
  })
})

it('tells nothing when nothing changes', () => {
  expect(change(ada, { name: 'Ada', role: 'member', status: 'active' })).toEqual([])
  expect(change(bot, { agent: { model: 'm1' } })).toEqual([])
})

it('describes an agent anew, and only an agent', () => {
  const events = change(bot, { agent: { model: null, softwareVersion: '2' } })
  expect(events).toEqual([
    {
      type: 'participant.agentDescribed',
      data: { before: owned, after: { ...owned, model: null, softwareVersion: '2' } },
    },
  ])
  expect(() => change(ada, { agent: { model: 'x' } })).toThrow('this is a person')
})
