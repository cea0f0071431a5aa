// Hocuspocus comes as a library; this is its own example with the port from outside.
import { Server } from '@hocuspocus/server'

const server = new Server({ address: process.env.HOST, port: Number(process.env.PORT), quiet: true })
server.listen()
