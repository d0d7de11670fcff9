import type { DerivedFrom, Resource, ResourceVersion } from '@semiont/contract'

/** The terms used below; every one is of schema.org, Dublin Core or PROV-O. */
const CONTEXT = {
  schema: 'https://schema.org/',
  dcterms: 'http://purl.org/dc/terms/',
  prov: 'http://www.w3.org/ns/prov#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  name: 'schema:name',
  description: 'schema:description',
  identifier: 'dcterms:identifier',
  inLanguage: 'schema:inLanguage',
  encodingFormat: 'schema:encodingFormat',
  contentSize: 'schema:contentSize',
  sha256: 'schema:sha256',
  contentUrl: { '@id': 'schema:contentUrl', '@type': '@id' },
  additionalType: 'schema:additionalType',
  creativeWorkStatus: 'schema:creativeWorkStatus',
  created: { '@id': 'dcterms:created', '@type': 'xsd:dateTime' },
  modified: { '@id': 'dcterms:modified', '@type': 'xsd:dateTime' },
  isPartOf: { '@id': 'dcterms:isPartOf', '@type': '@id' },
  hasVersion: 'dcterms:hasVersion',
  generatedAtTime: { '@id': 'prov:generatedAtTime', '@type': 'xsd:dateTime' },
  endedAtTime: { '@id': 'prov:endedAtTime', '@type': 'xsd:dateTime' },
  wasAttributedTo: 'prov:wasAttributedTo',
  wasGeneratedBy: 'prov:wasGeneratedBy',
  wasAssociatedWith: { '@id': 'prov:wasAssociatedWith', '@type': '@id' },
  wasDerivedFrom: { '@id': 'prov:wasDerivedFrom', '@type': '@id' },
  specializationOf: { '@id': 'prov:specializationOf', '@type': '@id' },
  activityType: 'dcterms:type',
}

export interface ResourceJsonLd extends Record<string, unknown> {
  '@context': unknown
  '@id': string
  '@type': string[]
}

/** A resource as others read it. `versions` newest first; `publicUrl` is the base of all IRIs. */
export function resourceJsonLd(
  resource: Resource,
  versions: readonly ResourceVersion[],
  publicUrl: string,
): ResourceJsonLd {
  const iri = `${publicUrl}/api/resources/${resource.id}`
  return {
    '@context': CONTEXT,
    '@id': iri,
    '@type': ['schema:DigitalDocument', 'prov:Entity'],
    identifier: resource.id,
    name: resource.name,
    ...(resource.description === '' ? {} : { description: resource.description }),
    ...(resource.language === null ? {} : { inLanguage: resource.language }),
    encodingFormat: resource.mediaType,
    contentSize: `${resource.size} B`,
    sha256: resource.sha256,
    contentUrl: `${iri}/content`,
    ...(resource.entityTypes.length === 0 ? {} : { additionalType: resource.entityTypes.map((type) => type.name) }),
    ...(resource.archived ? { creativeWorkStatus: 'Archived' } : {}),
    created: resource.createdAt,
    modified: resource.modifiedAt,
    isPartOf: `${publicUrl}/api/collections/${resource.collectionId}`,
    ...provenance(resource.provenance, publicUrl),
    hasVersion: versions.map((version) => versionJsonLd(version, iri, publicUrl)),
  }
}

function versionJsonLd(version: ResourceVersion, iri: string, publicUrl: string): Record<string, unknown> {
  return {
    '@id': versionIri(iri, version.number),
    '@type': ['schema:MediaObject', 'prov:Entity'],
    specializationOf: iri,
    encodingFormat: version.encoding === null ? version.mediaType : `${version.mediaType}; charset=${version.encoding}`,
    contentSize: `${version.size} B`,
    sha256: version.sha256,
    contentUrl: `${iri}/content?version=${version.number}`,
    ...provenance(version.provenance, publicUrl),
  }
}

function provenance(
  { attributedTo, generatedAt, generatedBy, derivedFrom }: Resource['provenance'],
  publicUrl: string,
): Record<string, unknown> {
  const agent = `${publicUrl}/api/participants/${attributedTo.id}`
  return {
    wasAttributedTo: {
      '@id': agent,
      '@type': attributedTo.kind === 'person' ? 'prov:Person' : 'prov:SoftwareAgent',
      name: attributedTo.name,
    },
    generatedAtTime: generatedAt,
    wasGeneratedBy: {
      '@type': 'prov:Activity',
      activityType: generatedBy.activity,
      ...(generatedBy.fileName === null ? {} : { name: generatedBy.fileName }),
      endedAtTime: generatedAt,
      wasAssociatedWith: agent,
    },
    ...(derivedFrom.length === 0 ? {} : { wasDerivedFrom: derivedFrom.map((source) => sourceIri(source, publicUrl)) }),
  }
}

function sourceIri(source: DerivedFrom, publicUrl: string): string {
  if ('iri' in source) return source.iri
  return versionIri(`${publicUrl}/api/resources/${source.resourceId}`, source.version)
}

function versionIri(resourceIri: string, number: number): string {
  return `${resourceIri}/content?version=${number}`
}
