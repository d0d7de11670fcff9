import { LinkPage } from '../../../sign-in/link-page.tsx'

export default function Page() {
  return <LinkPage />
}
