// Serving
export type { AgentConnectionOptions } from './connection/agent-connection.js';
export { type ServeHttpOptions, serveHttp } from './transport/serve-http.js';
export { type ServeStdioOptions, serveStdio } from './transport/serve-stdio.js';
