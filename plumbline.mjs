#!/usr/bin/env node
// The command line under its own name (npx plumbline …): the same as node start.mjs plumbline …
import { begin } from './start.mjs'

process.exitCode = await begin(['plumbline', ...process.argv.slice(2)])
