/** The terms of http://www.w3.org/ns/anno.jsonld (https://www.w3.org/TR/annotation-vocab/) that stand in Web Annotations. */

export const PREFIXES: Readonly<Record<string, string>> = {
  oa: 'http://www.w3.org/ns/oa#',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  dctypes: 'http://purl.org/dc/dcmitype/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  iana: 'http://www.iana.org/assignments/relation/',
  owl: 'http://www.w3.org/2002/07/owl#',
  as: 'http://www.w3.org/ns/activitystreams#',
  schema: 'http://schema.org/',
}

/** How the values of a property are read: as IRIs, as words of the vocabulary, as literals of this type, as a list. */
export type Reading = 'id' | 'vocabulary' | 'list' | 'literal' | `xsd:${string}`

export interface Term {
  readonly iri: string
  readonly reading: Reading
}

const named = (reading: Reading, names: string): [string, Term][] =>
  names.split(' ').map((pair) => {
    const [name = '', iri = ''] = pair.split('=')
    return [name, { iri, reading }]
  })

export const PROPERTIES: ReadonlyMap<string, Term> = new Map([
  ...named('id', 'body=oa:hasBody target=oa:hasTarget source=oa:hasSource selector=oa:hasSelector state=oa:hasState'),
  ...named(
    'id',
    'scope=oa:hasScope refinedBy=oa:refinedBy startSelector=oa:hasStartSelector endSelector=oa:hasEndSelector',
  ),
  ...named(
    'id',
    'renderedVia=oa:renderedVia via=oa:via canonical=oa:canonical stylesheet=oa:styledBy cached=oa:cachedSource',
  ),
  ...named('id', 'creator=dcterms:creator generator=as:generator rights=dcterms:rights conformsTo=dcterms:conformsTo'),
  ...named('id', 'homepage=foaf:homepage email=foaf:mbox audience=schema:audience'),
  ...named('id', 'partOf=as:partOf first=as:first last=as:last next=as:next prev=as:prev'),
  ...named('list', 'items=as:items'),
  ...named('vocabulary', 'motivation=oa:motivatedBy purpose=oa:hasPurpose textDirection=oa:textDirection'),
  ...named(
    'xsd:dateTime',
    'created=dcterms:created modified=dcterms:modified generated=dcterms:issued sourceDate=oa:sourceDate',
  ),
  ...named('xsd:dateTime', 'sourceDateStart=oa:sourceDateStart sourceDateEnd=oa:sourceDateEnd'),
  ...named('xsd:nonNegativeInteger', 'start=oa:start end=oa:end total=as:totalItems startIndex=as:startIndex'),
  ...named('literal', 'bodyValue=oa:bodyValue value=rdf:value exact=oa:exact prefix=oa:prefix suffix=oa:suffix'),
  ...named('literal', 'format=dc:format language=dc:language processingLanguage=oa:processingLanguage'),
  ...named('literal', 'accessibility=schema:accessibilityFeature styleClass=oa:styleClass label=rdfs:label'),
  ...named('literal', 'name=foaf:name nickname=foaf:nick email_sha1=foaf:mbox_sha1sum'),
])

const OA_WORDS = [
  ...[
    'Annotation',
    'TextualBody',
    'ResourceSelection',
    'SpecificResource',
    'FragmentSelector',
    'CssSelector',
    'XPathSelector',
  ],
  ...['TextQuoteSelector', 'TextPositionSelector', 'DataPositionSelector', 'SvgSelector', 'RangeSelector', 'TimeState'],
  ...[
    'HttpRequestState',
    'Choice',
    'Motivation',
    'assessing',
    'bookmarking',
    'classifying',
    'commenting',
    'describing',
  ],
  ...['editing', 'highlighting', 'identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging'],
  // Sets that the model names and the context leaves to extensions; the vocabulary has them.
  ...['Composite', 'List', 'Independents'],
]

/** Types, motivations and text directions. */
export const WORDS: ReadonlyMap<string, string> = new Map([
  ...OA_WORDS.map((word): [string, string] => [word, `oa:${word}`]),
  ['auto', 'oa:autoDirection'],
  ['ltr', 'oa:ltrDirection'],
  ['rtl', 'oa:rtlDirection'],
  ['Dataset', 'dctypes:Dataset'],
  ['Image', 'dctypes:StillImage'],
  ['Video', 'dctypes:MovingImage'],
  ['Audio', 'dctypes:Sound'],
  ['Sound', 'dctypes:Sound'],
  ['Text', 'dctypes:Text'],
  ['CssStylesheet', 'oa:CssStyle'],
  ['Person', 'foaf:Person'],
  ['Software', 'as:Application'],
  ['Organization', 'foaf:Organization'],
  ['AnnotationCollection', 'as:OrderedCollection'],
  ['AnnotationPage', 'as:OrderedCollectionPage'],
  ['Audience', 'schema:Audience'],
])
