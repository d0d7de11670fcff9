import { ReaderPage } from '../../../../reader/reader-page.tsx'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ReaderPage id={id} key={id} />
}
