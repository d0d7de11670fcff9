import { VocabularyPage } from '../../../vocabulary/vocabulary-page.tsx'

export default function Page() {
  return <VocabularyPage />
}
