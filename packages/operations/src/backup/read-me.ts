/** `README.txt` of every archive: for someone who has the archive and not Semiont. */
export const READ_ME = `A backup of Semiont (https://www.rfc-editor.org/rfc/rfc8878 zstd frames around a POSIX tar).

Unpack:             zstd -dc FILE | tar -xf -        (or: tar --zstd -xf FILE)
Check every file:   sha256sum -c SHA256SUMS

semiont-backup.json   what this is: format, product version, environment, time (UTC)
configuration/        semiont.json and environments/*.json as they were; secrets are not in the archive
database/             <schema>.<table>/NNNNN.copy: the rows of a table in parts, as PostgreSQL's COPY writes text:
                      UTF-8, one row a line, columns separated by tabs, \\N is null, backslash escapes \\t \\n \\r \\\\
blobs/ab/cd/<sha256>  the bytes of documents, named by their SHA-256
manifest.json         columns and types of every table, rows, sequences, applied migrations, where each blob is (null: here,
                      else the digest of the earlier archive that holds it), problems found, size and SHA-256 of every file
SHA256SUMS            the same sums, for sha256sum

Load a table:         psql -c "\\copy schema.table (columns as in the manifest) from 'database/schema.table/00000.copy'"
The documents:        public.resource_versions names the blob of each version in the column sha256.

The last 56 bytes of the archive are a skippable zstd frame: the text SEMIONT1, where manifest.json begins (8 bytes,
little-endian), and the SHA-256 of everything before it.
`
