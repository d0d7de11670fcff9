import { NAMES } from '@semiont/config/aws-names'
import { IncompleteError } from '../../errors.ts'
import { reachedAt, type Rotation } from '../../rotation/rotation-state.ts'
import type { DatabaseFacts, DatabaseFailure } from './decide-database.ts'
import { ROTATION_LOG_GROUP } from './hosted-rotation.ts'

/** What stands in the way of a rotation, and what to type. */
export function explainDatabase(
  failure: DatabaseFailure,
  { rotation, facts, environment }: { rotation: Rotation; facts: DatabaseFacts; environment: string },
): IncompleteError {
  const command = `semiont rotate database-password --environment ${environment}`
  const why = `Why, says its function: aws logs tail ${ROTATION_LOG_GROUP} --since 1h.`
  switch (failure) {
    case 'no-value':
      return new IncompleteError(
        `The secret ${NAMES.secrets.database} has no current version: nobody can start a service.`,
        `Look at its versions: aws secretsmanager list-secret-version-ids --secret-id ${NAMES.secrets.database} --include-deprecated`,
      )
    case 'tasks-unknown':
      return new IncompleteError(
        'What runs of backend and worker could not be learned; without that the password is not changed.',
        `See what is wrong with: semiont check --environment ${environment}, then: ${command}`,
      )
    case 'not-settled':
      return new IncompleteError(
        'Some services still run with the password before the present one. The next change would lock them out, so it was not begun.',
        `See what keeps them: semiont status --environment ${environment}, then: ${command}`,
      )
    case 'another-pending':
      return new IncompleteError(
        `Another rotation has begun in AWS and not ended (version ${facts.pending} is AWSPENDING). This one was not begun.`,
        `Wait a few minutes and type: ${command}. ${why} If it never ends: ${command} --abandon`,
      )
    case 'takes-too-long':
      return new IncompleteError(
        `AWS has not finished what it was asked for (since ${reachedAt(rotation).toISOString()}). Services go on with the present password.`,
        `${why} AWS tries again by itself; wait on with: ${command}. To give it up: ${command} --abandon`,
      )
    case 'given-up':
      return new IncompleteError(
        'The rotation was given up in AWS: the new password never became current. The present one is in use, nothing else was changed.',
        `${why} Begin another one with: ${command}`,
      )
    case 'former-tasks':
      return new IncompleteError(
        'Some services of before are still there, with the password before this one; it is valid until the next rotation.',
        `See what keeps them: semiont status --environment ${environment}. Replace them: ${command}`,
      )
    default:
      return new IncompleteError(
        'Every service has the new password, but not all of them are well.',
        `See what is wrong with: semiont check --environment ${environment}, then: ${command}`,
      )
  }
}
