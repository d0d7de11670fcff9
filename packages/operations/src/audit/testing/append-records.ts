// A process of its own that appends so many records: node append-records.ts <state directory> <count> <name>
import { appendToTrail } from '../audit-trail.ts'
import { anEntry } from './audit-entry-fixtures.ts'

const [directory = '', count = '0', name = ''] = process.argv.slice(2)
for (let index = 0; index < Number(count); index++) {
  await appendToTrail(directory, anEntry({ actor: { user: name, host: 'laptop' }, details: { index } }))
  if (index === 0) process.stdout.write('first\n')
}
