/** Folder of the Python environment with moto and the `aws` client. @throws outside of `npm run test:aws` */
export function pythonPrograms(): string {
  const programs = process.env['SEMIONT_AWS_PROGRAMS']
  if (programs === undefined) throw new Error('Start these tests with: npm run test:aws')
  return programs
}
