export const dynamic = 'force-dynamic'
export default function Page() { return <main className="p-4">Semiont</main> }
