import { SearchPage } from '../../../search/search-page.tsx'

export default function Page() {
  return <SearchPage />
}
