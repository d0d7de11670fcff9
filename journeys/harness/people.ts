import type { Role } from '@semiont/contract'
import { createClient, type Client } from '@semiont/sdk'
import type { Product } from './product.ts'

/** Someone who uses the API as a program does, signed in by a one-time link. */
export async function signInByLink(product: Product, link: string): Promise<Client> {
  const token = new URL(link).searchParams.get('token') ?? ''
  const session = await createClient({ baseUrl: product.url }).auth.withLink({ token, session: 'token' })
  if (session.session !== 'token') throw new Error('the link gave no tokens')
  return createClient({ baseUrl: product.url, session })
}

/** Registers a person and gives back the link that signs them in once. */
export async function invite(administrator: Client, name: string, role: Role): Promise<{ id: string; link: string }> {
  const { id } = await administrator.participants.create({ name, role })
  const { url } = await administrator.participants.createSignInLink(id)
  return { id, link: url }
}

/** Adds a Markdown document to the library that everyone shares; gives back its id. */
export async function addDocument(client: Client, name: string, text: string): Promise<string> {
  const collections = await client.collections.list({ limit: 50 })
  const library = collections.items.find((collection) => collection.name === 'Library')
  if (!library) throw new Error('there is no library')
  const resource = await client.resources.create({ collectionId: library.id, name, text, mediaType: 'text/markdown' })
  return resource.id
}
