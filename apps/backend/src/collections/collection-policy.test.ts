import { describe, expect, it } from 'vitest'
import { mayCurateAnnotations, mayEdit, mayManage, permissionsOf } from './collection-policy.ts'

const roles = ['administrator', 'moderator', 'member', 'reader'] as const
const memberships = ['owner', 'editor', 'reader', null] as const

describe('who may do what in a collection', () => {
  it.each(roles.flatMap((site) => memberships.map((role) => [site, role] as const)))(
    'a site %s who is its %s',
    (site, role) => {
      const actor = { role: site, scopes: null }
      const writes = site === 'administrator' || (site !== 'reader' && (role === 'owner' || role === 'editor'))
      expect(mayEdit(actor, { everyone: null, role })).toBe(writes)
      expect(mayEdit(actor, { everyone: 'reader', role })).toBe(writes)
      expect(mayEdit(actor, { everyone: 'editor', role })).toBe(site !== 'reader')
      expect(mayManage(actor, { role })).toBe(site === 'administrator' || (site !== 'reader' && role === 'owner'))
      expect(mayCurateAnnotations(actor, { everyone: null, role })).toBe(writes || site === 'moderator')
    },
  )

  it('a token that may only read shows no permission to write', () => {
    const actor = { role: 'administrator' as const, scopes: ['read' as const] }
    expect(permissionsOf(actor, { everyone: 'editor', role: 'owner' })).toEqual({ edit: false, manage: false })
  })
})
