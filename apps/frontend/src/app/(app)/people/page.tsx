import { PeoplePage } from '../../../people/people-page.tsx'

export default function Page() {
  return <PeoplePage />
}
