import { SecurityPage } from '../../../security/security-page.tsx'

export default function Page() {
  return <SecurityPage />
}
