import { ReaderPage } from '../../../../reader/reader-page.tsx'

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<{ version?: string | string[] }>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { id } = await params
  const version = Number((await searchParams).version)
  return <ReaderPage id={id} version={Number.isInteger(version) && version > 0 ? version : undefined} key={id} />
}
