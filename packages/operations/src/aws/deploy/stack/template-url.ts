import { z } from 'zod'

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ properties: z.object({ stackTemplateAssetObjectUrl: z.string().optional() }).optional() }),
  ),
})

/**
 * `https://s3.<region>…/<bucket>/<key>` of a stack's template, out of the manifest of a cloud assembly; null where that does not
 * say it. The key is the digest of the content, so that it stays what it is. Pure.
 */
export function templateUrl(
  manifest: string,
  stack: string,
  { place }: { readonly place: { readonly region: string } },
): string | null {
  const { artifacts } = manifestSchema.parse(JSON.parse(manifest))
  const object = artifacts[stack]?.properties?.stackTemplateAssetObjectUrl
  const [, path] = /^s3:\/\/(.+)$/.exec(object ?? '') ?? []
  if (path === undefined) return null
  const suffix = place.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `https://s3.${place.region}.${suffix}/${path}`
}
