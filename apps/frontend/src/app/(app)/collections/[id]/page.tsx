import { CollectionPage } from '../../../../collections/collection-page.tsx'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <CollectionPage id={id} key={id} />
}
