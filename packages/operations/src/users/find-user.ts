import { OperationError } from '../errors.ts'

/** What one is known by. */
export interface Known {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

/** The one that is meant by an id, an e-mail address or a whole name. @throws UnknownUserError naming who else could be meant */
export function findUser<User extends Known>(users: readonly User[], given: string): User {
  const wanted = given.trim().toLowerCase()
  const exact = users.find(({ id, email }) => id === given.trim() || email?.toLowerCase() === wanted)
  if (exact) return exact
  const named = users.filter(({ name }) => name.toLowerCase() === wanted)
  const [only] = named
  if (only && named.length === 1) return only
  if (only) {
    const ids = named.map(({ id, email }) => `${id}${email === null ? '' : ` (${email})`}`)
    throw new UnknownUserError(`There are ${named.length} of the name ${given}: ${ids.join(', ')}.`, 'Give the id.')
  }
  throw new UnknownUserError(
    `There is nobody with the id, e-mail address or name "${given}".`,
    'See who there is: semiont users',
  )
}

export class UnknownUserError extends OperationError {
  override readonly name = 'UnknownUserError'
  override readonly exitCode = 2
}
