import type { SemiontError } from '@semiont/sdk'
import { OperationError } from '../errors.ts'

const CAUSES: readonly string[] = ['unavailable', 'unauthenticated', 'forbidden']

/** The site does not answer, or does not let us: no further item would fare better. What is there stays there. */
export class MissingAccessError extends OperationError {
  override readonly name = 'MissingAccessError'

  constructor(cause: SemiontError) {
    super(
      `The site stopped taking part: ${cause.message}`,
      'See what is wrong with: semiont check. Then run the same command again: it goes on where it stopped.',
      { cause },
    )
  }

  static isCause({ code }: SemiontError): boolean {
    return CAUSES.includes(code)
  }
}
