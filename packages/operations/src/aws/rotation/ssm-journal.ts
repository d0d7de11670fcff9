import { PARAMETERS } from '@semiont/config/aws-names'
import { IncompleteError } from '../../errors.ts'
import { parseRotation, type RotationJournal } from '../../rotation/rotation-state.ts'
import type { AwsConnection } from '../account/connection.ts'
import { findParameter, putParameter } from '../clients/ssm.ts'

/** The rotations of an installation on AWS, where every operator sees them: one parameter for each secret. */
export function openSsmJournal(connection: AwsConnection): RotationJournal {
  return {
    async read(secret) {
      const name = PARAMETERS.rotation(secret)
      const text = await findParameter(connection, name)
      if (text === undefined) return undefined
      try {
        return parseRotation(text)
      } catch (cause) {
        throw new IncompleteError(
          `The parameter ${name} is not what semiont rotate writes there: where the rotation is cannot be told.`,
          `Look at it: aws ssm get-parameter --name ${name}. To forget it: aws ssm delete-parameter --name ${name}`,
          { cause },
        )
      }
    },
    async write(rotation) {
      await putParameter(connection, {
        name: PARAMETERS.rotation(rotation.secret),
        value: JSON.stringify(rotation),
        description: 'Where the rotation of this secret is. Written by semiont rotate; holds no secret.',
      })
    },
  }
}
