import { ResourceInfoPage } from '../../../../../resource-info/resource-info-page.tsx'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ResourceInfoPage id={id} key={id} />
}
