import type { IdPrefix } from '@semiont/contract'
import { typeid } from 'typeid-js'

/** A new TypeID: time-ordered, so that index pages fill from one side. */
export function newId<P extends IdPrefix>(prefix: P): string {
  return typeid(prefix).toString()
}
