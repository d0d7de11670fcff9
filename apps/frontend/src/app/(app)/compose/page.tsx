import { ComposePage } from '../../../compose/compose-page.tsx'

export default function Page() {
  return <ComposePage />
}
