import { OpenByNamePage } from '../../../reader/open-by-name-page.tsx'

export default async function Page({ searchParams }: { searchParams: Promise<{ name?: string | string[] }> }) {
  const { name } = await searchParams
  return <OpenByNamePage name={(Array.isArray(name) ? name[0] : name) ?? ''} />
}
