// Plain JavaScript, preloaded by npm scripts: an old Node must be able to read the sentence.
if (Number(process.versions.node.split('.')[0]) < 26) {
  process.stderr.write(
    `Portico needs Node 26 or newer, and this is ${process.version}.\n` +
      'Run `npm install` first: it brings the right Node into node_modules, and npm scripts then use it.\n',
  )
  process.exit(1)
}
