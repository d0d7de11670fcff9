// Runs before anything is installed: no import of a package, and syntax that an old Node can read far enough to complain.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Semiont needs Node.js 20.9 or newer; this is ${process.versions.node} (${process.execPath}).`)
  console.error('Install a current one from https://nodejs.org, or with your version manager: nvm install 22')
  process.exit(1)
}
